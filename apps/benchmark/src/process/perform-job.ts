import type { Problem } from '../contenders/contender.ts';
import { findContender } from '../contenders/select.ts';
import { readRawPair } from '../data/raw-pair.ts';
import { readReference, writeReference } from '../data/reference-file.ts';
import { assertExecutionProvider } from '../engines/onnxruntime.ts';
import { findNetwork } from '../networks/select.ts';
import type { Measurement } from '../results/measurement.ts';
import { measureAgreement } from '../tasks/measure-agreement.ts';
import { measureLoss } from '../tasks/measure-loss.ts';
import { measureTraining } from '../tasks/measure-training.ts';
import { type ContenderJob, type Job, type ProviderJob, taskOf } from './job.ts';
import { peakMemoryBytes } from './peak-memory.ts';

/** Does a job in this process and hands over each measurement as soon as it exists. */
export async function performJob(job: Job | ProviderJob, report: (measurement: Measurement) => void): Promise<void> {
  if (job.task === 'provider') {
    await assertExecutionProvider(job.settings.executionProvider);
    return;
  }
  if (job.task === 'reference') {
    writeReference(job.pair, job.settings.window);
    return;
  }
  for await (const measurement of measure(job)) report(measurement);
  if (job.task === 'agreement') return;
  const { contender, round } = job;
  report({ kind: 'memory', contender, round, ...taskOf(job), peakBytes: peakMemoryBytes() });
}

function measure(job: ContenderJob): AsyncGenerator<Measurement> {
  const { settings, round } = job;
  const contender = findContender(job.contender);
  const { moving, fixed, shape } = readRawPair(job.pair);
  const { window, threads, seed, executionProvider } = settings;
  const problem: Problem = { moving, fixed, shape, window, threads, seed, executionProvider };
  switch (job.task) {
    case 'agreement':
      return measureAgreement(contender, problem, readReference(job.pair));
    case 'loss':
      return measureLoss(contender, problem, round, settings.repetitions);
    case 'training':
      return measureTraining(contender, problem, findNetwork(job.network), round, settings.pairs);
  }
}
