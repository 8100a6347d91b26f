import { type Contender, contenderId, type Engine } from '../contenders/contender.ts';
import { formatShape, type Shape, voxelCount } from '../data/volume.ts';
import type { RunSettings } from '../run/settings.ts';
import type { Diagnosis, EngineRow } from './diagnosis.ts';
import { findProblems, findWarnings } from './find-problems.ts';
import type { MachineState } from './inspect-machine.ts';
import type { Timing } from './job.ts';
import { predictDisk } from './predict-disk.ts';
import { memoryError, predictMemory } from './predict-memory.ts';
import { predictTime } from './predict-time.ts';
import { probeAll, workingEngines } from './probe-all.ts';
import type { Prober } from './prober.ts';
import { targets } from './targets.ts';

export interface DiagnosisRequest {
  readonly settings: RunSettings;
  readonly contenders: readonly Contender[];
  /** Engines that somebody named. */
  readonly named: readonly string[];
  /** Whether the run trains on a prepared dataset that is there. */
  readonly isPrepared?: boolean;
  readonly machine: MachineState;
  readonly prober: Prober;
  /** Whether to time a few steps. */
  readonly calibrates: boolean;
  /** What is being done, for whoever waits. */
  readonly onProgress: (what: string) => void;
  readonly signal: AbortSignal;
}

/** Divisible as every network wants it, and trained in a third of a second. */
const calibrationSize: Shape = [64, 64, 64];
/** One that computes most for what it reads and writes, and one that computes least: they tell both rates. */
const calibrationNetworks = ['lku4', 'vm1'] as const;
const calibrationSteps = 3;
/**
 * Estimates of steps were this many times what was measured, all networks, both engines that train, on one machine of two
 * shared cores at 64×96×96 and 80×96×112.
 */
const timeError = { lowest: 0.5, highest: 1.5 } as const;

/** Finds out what works, and tells whether what was chosen can run, with which memory, disk and time. */
export async function diagnose(request: DiagnosisRequest): Promise<Diagnosis> {
  const { settings, contenders, named, machine, prober, onProgress, signal } = request;
  const { executionProvider } = settings;
  const onProbe = (name: string) => onProgress(`Probing ${name}`);
  const engines = await probeAll({ contenders, executionProvider, named, prober, onProbe, signal });
  const working = workingEngines(engines);
  const running = contenders.filter(({ engine }) => working.has(engine));
  const memory = predictMemory({
    contenders: running,
    networks: settings.networks,
    size: settings.size,
    availableBytes: machine.availableBytes,
    residentBytes: residentBytes(engines, settings),
  });
  const trained = running.filter(({ prepareTraining }) => prepareTraining !== undefined).map(contenderId);
  const found = {
    settings,
    machine,
    engines,
    memory,
    memoryError,
    disk: predictDisk({ ...settings, trained }, request.isPrepared),
  };
  const timings = request.calibrates ? await calibrateAll(request, running) : [];
  const time = timings.length === 0 ? {} : { time: estimate(running, settings, timings) };
  const problems = findProblems(found);
  return { schema: 1, ready: problems.length === 0, problems, warnings: findWarnings(found), ...found, ...time };
}

function residentBytes(engines: readonly EngineRow[], { executionProvider }: RunSettings): ReadonlyMap<Engine, number> {
  const known = targets.flatMap(({ name, engine, executionProvider: provider }) => {
    const bytes = engines.find((row) => row.name === name)?.residentBytes;
    return bytes !== undefined && (engine !== 'onnxruntime' || provider === executionProvider)
      ? [[engine, bytes] as const]
      : [];
  });
  return new Map(known);
}

/** One process for each engine. */
async function calibrateAll(
  { settings, prober, onProgress, signal }: DiagnosisRequest,
  running: readonly Contender[],
): Promise<readonly Timing[]> {
  const { smallSize, executionProvider, threads, window } = settings;
  const size = voxelCount(settings.size) < voxelCount(calibrationSize) ? settings.size : calibrationSize;
  const timings: Timing[] = [];
  for (const engine of new Set(running.map((contender) => contender.engine))) {
    if (signal.aborted) break;
    onProgress(`Timing ${engine} at ${formatShape(size)}`);
    const own = running.filter((contender) => contender.engine === engine);
    const trainer = own.filter(({ prepareTraining }) => prepareTraining !== undefined).at(-1);
    const training = trainer && { contender: contenderId(trainer), networks: calibrationNetworks };
    const common = { size, smallSize, executionProvider, threads, window, steps: calibrationSteps };
    const job = { task: 'calibration', contenders: own.map(contenderId), ...common } as const;
    timings.push(...(await prober.calibrate(training === undefined ? job : { ...job, training })));
  }
  return timings;
}

function estimate(
  running: readonly Contender[],
  settings: RunSettings,
  timings: readonly Timing[],
): NonNullable<Diagnosis['time']> {
  const steps = timings.filter((timing) => timing.kind === 'step');
  const networks = [...new Set(steps.map(({ network }) => network))];
  const calibration = { size: steps[0]?.size ?? settings.smallSize, networks };
  return { ...predictTime(running, settings, timings), calibration, error: timeError };
}
