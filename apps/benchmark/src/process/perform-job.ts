import { contenderId, type Means, type Problem } from '../contenders/contender.ts';
import { findContender } from '../contenders/select.ts';
import { readRawPair } from '../data/raw-pair.ts';
import { readReference, writeReference } from '../data/reference-file.ts';
import { openDataset } from '../dataset/open-dataset.ts';
import { assertExecutionProvider } from '../engines/onnxruntime.ts';
import { findNetwork } from '../networks/select.ts';
import type { Measurement } from '../results/measurement.ts';
import { measureAgreement } from '../tasks/measure-agreement.ts';
import { measureBandwidth } from '../tasks/measure-bandwidth.ts';
import { measureLoss } from '../tasks/measure-loss.ts';
import { trainEpoch } from '../tasks/train-epoch.ts';
import { deviceMemoryBytes } from './device-memory.ts';
import { type ContenderJob, type Job, type ProviderJob, type TrainingJob, taskOf } from './job.ts';
import { peakMemoryBytes } from './peak-memory.ts';

type Report = (measurement: Measurement) => void;

/** Does a job in this process and hands over each measurement as soon as it exists. */
export async function performJob(job: Job | ProviderJob, report: Report): Promise<void> {
  switch (job.task) {
    case 'provider':
      return assertExecutionProvider(job.settings.executionProvider);
    case 'reference':
      return writeReference(job.pair, job.settings.window);
    case 'bandwidth':
      return report(await measureBandwidth(job.settings.threads));
    default:
      return performContenderJob(job, report);
  }
}

async function performContenderJob(job: ContenderJob, report: Report): Promise<void> {
  await measure(job, report);
  if (job.task === 'agreement') return;
  const { contender, round, settings } = job;
  const devicePeakBytes = deviceMemoryBytes(settings.executionProvider);
  report({
    kind: 'memory',
    contender,
    round,
    ...taskOf(job),
    peakBytes: peakMemoryBytes(),
    ...(devicePeakBytes !== undefined && { devicePeakBytes }),
  });
}

async function measure(job: ContenderJob, report: Report): Promise<void> {
  const contender = findContender(job.contender);
  switch (job.task) {
    case 'agreement':
      return reportAll(measureAgreement(contender, problemOf(job, job.pair), readReference(job.pair)), report);
    case 'loss':
      return reportAll(measureLoss(contender, problemOf(job, job.pair), job.round, job.settings.repetitions), report);
    case 'training':
      return train(job, report);
  }
}

/** Compares with the reference once more, then trains: what is timed in an epoch has been shown equal in its process. */
async function train(job: TrainingJob, report: Report): Promise<void> {
  const contender = findContender(job.contender);
  const network = findNetwork(job.network);
  const place = { epoch: job.round, network: network.name };
  const agreements = measureAgreement(contender, problemOf(job, job.pair), readReference(job.pair), place);
  for await (const agreement of agreements) {
    report(agreement);
    if (agreement.kind === 'agreement' && !agreement.agrees) {
      throw new Error(`${contenderId(contender)} disagrees with the float64 reference in epoch ${job.round}.`);
    }
  }
  const dataset = openDataset(job.data);
  const means = { shape: dataset.shape, ...meansOf(job) };
  await trainEpoch({ contender, means, network, dataset, job }, report);
}

function problemOf({ settings }: ContenderJob, pair: string): Problem {
  const { moving, fixed, shape } = readRawPair(pair);
  return { moving, fixed, shape, ...meansOf({ settings }) };
}

function meansOf({ settings }: Pick<ContenderJob, 'settings'>): Omit<Means, 'shape'> {
  const { window, threads, seed, executionProvider } = settings;
  return { window, threads, seed, executionProvider };
}

async function reportAll(measurements: AsyncGenerator<Measurement>, report: Report): Promise<void> {
  for await (const measurement of measurements) report(measurement);
}
