import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContenderId } from '../../src/contenders/contender.ts';
import type { FailureMeasurement, Measurement } from '../../src/results/measurement.ts';
import { agreementRow, compareEvaluations, type Evaluated } from './agreement.ts';
import type { PeerContender } from './contenders.ts';
import type { EvaluateJob, LossJob, PeerJob } from './job.ts';
import type { ReferenceId } from './perform.ts';
import { type ProcessOutcome, runProcess } from './run-process.ts';
import { type Checked, labelOf, type PeerRow, summarizePeers } from './summary.ts';

/** The executables and scripts that run the contenders. */
export interface Workers {
  readonly node: readonly [string, ...string[]];
  readonly python: readonly [string, ...string[]];
}

/** One window of a comparison. */
export interface WindowRequest {
  readonly contenders: readonly PeerContender[];
  readonly window: number;
  readonly threads: number;
  readonly rounds: number;
  readonly repetitions: number;
  /** Folders of the timed pair and of a crop of it. */
  readonly pair: string;
  readonly crop: string;
  readonly workers: Workers;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** All contenders that will be timed, once they have been checked. */
  readonly onChecked: (checked: readonly Checked[]) => void;
  readonly onMeasurement: (measurement: Measurement) => void;
}

export interface WindowResult {
  readonly rows: readonly PeerRow[];
  readonly failures: readonly FailureMeasurement[];
}

/**
 * Checks every contender against the float64 reference, then times them: a process per contender and round, rounds in
 * alternating order. Whoever fails is reported and left out of the rest; whoever differs is timed under a label that
 * says so.
 */
export async function compareWindow(request: WindowRequest): Promise<WindowResult> {
  const failures: FailureMeasurement[] = [];
  const measurements: Measurement[] = [];
  const keep = (measurement: Measurement) => {
    measurements.push(measurement);
    request.onMeasurement(measurement);
  };
  const fail = (contender: ContenderId, task: 'agreement' | 'loss', round: number, message: string) => {
    if (request.signal.aborted) return;
    const failure: FailureMeasurement = { kind: 'failure', contender, task, round, message };
    failures.push(failure);
    keep(failure);
    request.say(`${contender} FAILED: ${message}`);
  };

  const checked = await check(request, (contender, message) => fail(contender, 'agreement', 1, message));
  for (const { contender, label, small } of checked) keep(agreementRow(contender, label, small));
  request.onChecked(checked);

  let remaining = checked;
  for (let round = 1; round <= request.rounds; round++) {
    for (const entry of round % 2 === 1 ? remaining : remaining.toReversed()) {
      if (request.signal.aborted) break;
      const { failure } = await time(request, entry, round, keep);
      if (failure === undefined) continue;
      fail(entry.label, 'loss', round, failure);
      remaining = remaining.filter((other) => other !== entry);
    }
  }
  return { rows: summarizePeers(checked, measurements), failures };
}

async function check(
  request: WindowRequest,
  fail: (contender: ContenderId, message: string) => void,
): Promise<Checked[]> {
  const { contenders, window, threads, pair, crop, signal, say } = request;
  const files = mkdtempSync(join(tmpdir(), 'lncc-peers-'));
  let evaluations = 0;
  const evaluate = async (contender: ContenderId, folder: string, language: PeerContender['language']) => {
    const gradientFile = join(files, `gradient-${evaluations++}`);
    const forward = folder === crop;
    const job: EvaluateJob = { task: 'evaluate', contender, pair: folder, window, threads, gradientFile, forward };
    const { events, failure } = await run(request, job, language);
    const evaluation = events.find((event) => event.type === 'evaluation');
    if (failure !== undefined || !evaluation) throw new Error(failure ?? `${contender} evaluated nothing`);
    return { ...evaluation, gradientFile } satisfies Evaluated;
  };
  try {
    const evaluateReference = (id: ReferenceId, folder: string) => evaluate(id, folder, 'node');
    const smallReference = await evaluateReference('reference/common', crop);
    const reference = await evaluateReference('reference/common', pair);
    const checked: Checked[] = [];
    for (const contender of contenders) {
      if (signal.aborted) break;
      try {
        const { id, language, differs } = contender;
        const onCrop = await evaluate(id, crop, language);
        const small = compareEvaluations(contender, onCrop, smallReference);
        const own =
          differs?.preset &&
          compareEvaluations(contender, onCrop, await evaluateReference(`reference/${differs.preset}`, crop));
        const onPair = await evaluate(id, pair, language);
        const timed = compareEvaluations(contender, onPair, reference);
        rmSync(onPair.gradientFile);
        const label = labelOf(contender, [small, timed]);
        checked.push({ contender, label, small, timed, ...(own && { own }) });
        say(`checked ${label}: loss ${timed.loss.toFixed(6)}, float64 ${timed.referenceLoss.toFixed(6)}`);
      } catch (error) {
        fail(contender.id, (error as Error).message);
      }
    }
    return checked;
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}

async function time(
  request: WindowRequest,
  { contender, label }: Checked,
  round: number,
  keep: (measurement: Measurement) => void,
): Promise<ProcessOutcome> {
  const { pair, window, threads, repetitions, say } = request;
  const job: LossJob = { task: 'loss', contender: contender.id, pair, window, threads, round, repetitions };
  const outcome = await run(request, job, contender.language);
  const rows = outcome.events.flatMap((event) => (event.type === 'measurement' ? [event.measurement] : []));
  for (const row of rows) keep({ ...row, contender: label } as Measurement);
  const loss = rows.filter((row) => row.kind === 'loss');
  const shortest = (mode: string) =>
    Math.min(...loss.filter((row) => row.mode === mode).map(({ milliseconds }) => milliseconds)).toFixed(1);
  if (outcome.failure === undefined)
    say(`round ${round}: ${label} ${shortest('forward')} ms, with gradient ${shortest('gradient')} ms (shortest)`);
  return outcome;
}

function run(request: WindowRequest, job: PeerJob, language: PeerContender['language']): Promise<ProcessOutcome> {
  return runProcess(request.workers[language], job, request.signal);
}
