import { writeFileSync } from 'node:fs';
import { evaluateReference, type LnccDefinition, presets } from '@fast-lncc/core';
import { type ContenderId, gradientValues, type PreparedLoss, type Problem } from '../../src/contenders/contender.ts';
import { findContender } from '../../src/contenders/select.ts';
import { readRawPair } from '../../src/data/raw-pair.ts';
import { peakMemoryBytes } from '../../src/process/peak-memory.ts';
import { measureLoss } from '../../src/tasks/measure-loss.ts';
import { commonDefinition } from './contenders.ts';
import type { EvaluateJob, LossJob, PeerEvent, ProbeJob } from './job.ts';

/** Ids of the float64 reference under a definition: the common one, or a preset with the comparison's window. */
export type ReferenceId = `reference/${'common' | 'monai' | 'dipy'}`;

/** What the Node worker does: jobs of this repository's contenders and of the reference. */
export type NodeJob = ProbeJob | EvaluateJob | LossJob;

const warmMilliseconds = 500;

/** Does a job and hands over each event as soon as it exists. */
export async function performPeerJob(job: NodeJob, report: (event: PeerEvent) => void): Promise<void> {
  if (job.task === 'probe') {
    report({ type: 'probe', versions: {}, missing: await missingOf(job.contenders) });
    return;
  }
  const { moving, fixed, shape } = readRawPair(job.pair);
  const { window, threads, contender: id } = job;
  const problem: Problem = { moving, fixed, shape, window, threads, seed: 0, executionProvider: 'cpu' };
  if (job.task === 'evaluate' && id.startsWith('reference/')) return evaluateInFloat64(job, problem, report);
  const contender = findContender(id);
  if (job.task === 'evaluate') return evaluateOnce(job, await contender.prepareLoss(problem), report);
  const restBytes = restartPeak();
  const prepareLoss = async () => warmUp(await contender.prepareLoss(problem));
  for await (const measurement of measureLoss({ ...contender, prepareLoss }, problem, job.round, job.repetitions)) {
    report({ type: 'measurement', measurement });
  }
  const memory = { kind: 'memory', contender: id, task: 'loss', round: job.round } as const;
  report({ type: 'measurement', measurement: Object.assign(memory, { peakBytes: peakMemoryBytes(), restBytes }) });
}

/** Why contenders cannot run here, by id. */
async function missingOf(ids: readonly ContenderId[]): Promise<Record<string, string>> {
  const image = new Float32Array(4 ** 3);
  const images = { shape: [4, 4, 4], moving: image, fixed: image } as const;
  const problem: Problem = { ...images, window: 3, threads: 1, seed: 0, executionProvider: 'cpu' };
  const reasons: Record<string, string> = {};
  for (const id of ids) {
    try {
      await (await findContender(id).prepareLoss(problem)).dispose();
    } catch (error) {
      reasons[id] = `${(error as Error).name}: ${(error as Error).message}`;
    }
  }
  return reasons;
}

/** Half a second of evaluations in each mode: a just-in-time compiler may take that long to reach its best code. */
async function warmUp(prepared: PreparedLoss): Promise<PreparedLoss> {
  for (const mode of ['forward', 'gradient'] as const) {
    const start = performance.now();
    do await prepared[mode]();
    while (performance.now() - start < warmMilliseconds);
  }
  return prepared;
}

async function evaluateOnce(
  job: EvaluateJob,
  prepared: PreparedLoss,
  report: (event: PeerEvent) => void,
): Promise<void> {
  const { loss, gradient } = await prepared.gradient();
  writeValues(job.gradientFile, await gradientValues(gradient));
  const forward = job.forward ? { forwardLoss: await prepared.forward() } : {};
  await prepared.dispose();
  report({ type: 'evaluation', loss, ...forward });
}

function evaluateInFloat64(job: EvaluateJob, problem: Problem, report: (event: PeerEvent) => void): void {
  const { moving, fixed, shape, window } = problem;
  const id = job.contender as ReferenceId;
  const definition = referenceDefinition(id, window);
  const upstream = definition.reduction === 'sum' ? 1 / moving.length : 1;
  const { loss, gradients } = evaluateReference({ moving, fixed, shape: [1, 1, ...shape], upstream }, definition);
  const { moving: gradient } = gradients;
  writeValues(job.gradientFile, gradient);
  report({ type: 'evaluation', loss: upstream * loss });
}

/** dipy's energy is a sum; divided by the number of voxels it can stand beside the others. */
function referenceDefinition(id: ReferenceId, window: number): LnccDefinition {
  switch (id) {
    case 'reference/common':
      return commonDefinition(window);
    case 'reference/monai':
      return { ...presets.monai, window };
    case 'reference/dipy':
      return { ...presets.dipy, window };
  }
}

/** A copy is written, for the values may lie in shared memory. */
function writeValues(path: string, values: Float32Array | Float64Array): void {
  writeFileSync(path, new Uint8Array(values.slice().buffer));
}

/** Forgets the peak so far, where the kernel can, and returns the resident memory. */
function restartPeak(): number {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Not Linux: the peak counts from the start of the process.
  }
  return process.memoryUsage.rss();
}
