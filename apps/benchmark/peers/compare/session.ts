import { join } from 'node:path';
import { surfaceCrop } from '../../src/data/crop.ts';
import type { ImagePair } from '../../src/data/image-pair.ts';
import { readRawPair, writeRawPair } from '../../src/data/raw-pair.ts';
import { formatShape, type Shape, voxelCount } from '../../src/data/volume.ts';
import { buildReport } from '../../src/report/build-report.ts';
import { writeReports } from '../../src/report/write-reports.ts';
import { describeMachine, type Machine } from '../../src/results/machine.ts';
import { openMeasurementLog, readMeasurements } from '../../src/results/measurement-log.ts';
import {
  createRunFolder,
  type RunDescription,
  type RunFolder,
  readRunDescription,
  writeRunDescription,
} from '../../src/results/run-folder.ts';
import { writeAtomically } from '../../src/results/write-atomically.ts';
import { type Availability, idsOf, readProbes, skipLines } from './availability.ts';
import { bandwidthArrayBytes, bandwidthLimits, bandwidthTable } from './bandwidth.ts';
import { compareWindow, type Workers } from './compare.ts';
import { drawTable, wrap } from './draw-table.ts';
import type { BandwidthRow } from './job.ts';
import { peerLimits } from './limits.ts';
import type { PeerSettings } from './options.ts';
import { networkOfPeers } from './options.ts';
import { runProcess } from './run-process.ts';
import type { Checked } from './summary.ts';
import { checkTable, timeTable } from './tables.ts';

export interface ComparisonRequest {
  readonly settings: PeerSettings;
  readonly pair: ImagePair;
  readonly workers: Workers;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

const smallExtents: Shape = [24, 24, 24];

/**
 * Runs a comparison and leaves each window in a results folder of the benchmark's own kind, with `comparison.json`.
 *
 * @returns whether nobody failed and everyone agrees who should.
 */
export async function runComparison(request: ComparisonRequest): Promise<boolean> {
  const { settings, pair, signal, say } = request;
  const availability = await probe(request);
  for (const line of skipLines(availability.skipped)) say(wrap(line));
  say(`${availability.available.length} contenders on ${pair.description}, ${formatShape(pair.shape)}`);
  const { load, cores } = describeMachine();
  const bandwidth = await measureBandwidth(request);
  let succeeded = true;
  for (const window of settings.windows) {
    if (signal.aborted) break;
    try {
      succeeded = (await compareInFolder(request, window, availability, bandwidth)) && succeeded;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
  say(
    `\nWhat these figures do not show\n${peerLimits(settings.threads, pair.source, { load, cores })
      .map((limit) => wrap(`- ${limit}`))
      .join('\n')}`,
  );
  return succeeded;
}

async function probe({ settings, workers, signal }: ComparisonRequest): Promise<Availability> {
  const ask = (language: keyof Workers) =>
    runProcess(workers[language], { task: 'probe', contenders: idsOf(settings.contenders, language) }, signal);
  return readProbes(settings.contenders, { node: await ask('node'), python: await ask('python') }, settings.python);
}

interface MeasuredBandwidth {
  readonly arrayBytes: number;
  readonly rows: readonly BandwidthRow[];
}

async function measureBandwidth({ settings, workers, signal, say }: ComparisonRequest): Promise<MeasuredBandwidth> {
  const arrayBytes = bandwidthArrayBytes();
  const { threads } = settings;
  const { events, failure } = await runProcess(workers.python, { task: 'bandwidth', threads, arrayBytes }, signal);
  const rows = events.flatMap((event) => (event.type === 'bandwidth' ? event.rows : []));
  if (failure === undefined) say(`\n${drawTable(bandwidthTable(rows, arrayBytes))}\n`);
  else say(wrap(`Skipped the memory bandwidth, which PyTorch measures: ${failure}`));
  return { arrayBytes, rows };
}

async function compareInFolder(
  request: ComparisonRequest,
  window: number,
  { available, skipped, versions }: Availability,
  bandwidth: MeasuredBandwidth,
): Promise<boolean> {
  const { settings, pair, workers, signal, say } = request;
  const startedAt = new Date();
  const machine = describeMachine();
  const folder = settings.run ?? createRunFolder(settings.results, `peers-window-${window}`, startedAt);
  if (!settings.run) writePairs(folder, pair);
  const limits = bandwidthLimits(bandwidth.rows, voxelCount(pair.shape));
  const { threads, rounds, repetitions } = settings;
  const smallShape = readRawPair(folder.crop).shape;
  const context = { window, shape: pair.shape, smallShape, threads };
  const log = openMeasurementLog(folder.measurements);
  const onChecked = (checked: readonly Checked[]) => {
    if (!settings.run) writeRunDescription(folder, describe(request, window, startedAt, machine, versions, checked));
    say(`\n${drawTable(checkTable(checked, context))}\n`);
  };
  try {
    const { rows, failures } = await compareWindow({
      contenders: available,
      window,
      threads,
      rounds,
      repetitions,
      pair: folder.pair,
      crop: folder.crop,
      workers,
      signal,
      say,
      onChecked,
      onMeasurement: (measurement) => log.append(measurement),
    });
    const comparison = { startedAt, data: pair.description, shape: pair.shape, window, threads, rounds, repetitions };
    const found = { machine, versions, bandwidth, limits, rows, skipped, failures };
    const text = JSON.stringify(
      { ...comparison, ...found, notShown: peerLimits(settings.threads, pair.source, machine) },
      undefined,
      2,
    );
    writeAtomically(join(folder.path, 'comparison.json'), `${text}\n`);
    writeReports(folder, buildReport(readRunDescription(folder), readMeasurements(folder.measurements).measurements));
    say(`\n${drawTable(timeTable(rows, context, limits))}\n\nResults: ${folder.path}\n`);
    const unexpected = rows.some(({ contender, label }) => label !== contender.id && !contender.differs);
    return failures.length === 0 && !unexpected;
  } finally {
    log.close();
  }
}

function writePairs(folder: RunFolder, pair: ImagePair): void {
  writeRawPair(folder.pair, pair);
  writeRawPair(folder.crop, surfaceCrop(pair, smallExtents));
}

/** A run of the benchmark that trains nothing, so that `report` and `time_pytorch.py` take its folder. */
function describe(
  { settings, pair }: ComparisonRequest,
  window: number,
  startedAt: Date,
  machine: Machine,
  versions: Availability['versions'],
  checked: readonly Checked[],
): RunDescription {
  const { threads, rounds, repetitions, seed } = settings;
  return {
    startedAt: startedAt.toISOString(),
    settings: {
      profile: 'quick',
      contenders: checked.map(({ label }) => label),
      trained: [],
      networks: [networkOfPeers],
      size: pair.shape,
      smallSize: smallExtents,
      agreementSize: smallExtents,
      window,
      pairs: 1,
      epochs: rounds,
      flips: false,
      judgedPairs: 0,
      repetitions,
      seed,
      threads,
      executionProvider: 'cpu',
    },
    data: pair.description,
    source: pair.source,
    machine: { ...machine, packages: { ...machine.packages, ...versions } },
  };
}
