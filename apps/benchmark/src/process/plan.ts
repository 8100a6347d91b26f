import { type Contender, contenderId } from '../contenders/contender.ts';
import { type Exclusion, isExcluded } from '../results/exclusion.ts';
import type { Measurement } from '../results/measurement.ts';
import type { RunFolder } from '../results/run-folder.ts';
import { finishedUnits } from '../results/unit.ts';
import type { RunSettings } from '../run/settings.ts';
import {
  type AgreementJob,
  isContenderJob,
  type Job,
  type LossJob,
  type TrainingJob,
  taskOf,
  unitOfJob,
} from './job.ts';

/**
 * All jobs of a run, in order: the bandwidth, the reference, every contender's agreement with it, the loss alone, the
 * first epoch of every training, the second. Rounds and epochs take the contenders in turn and every second one backwards
 * (A B C, C B A), so that a machine that slows down or warms up favors nobody.
 *
 * @param data folder of the prepared dataset
 */
export function planJobs(
  contenders: readonly Contender[],
  settings: RunSettings,
  folder: RunFolder,
  data: string,
): Job[] {
  const agreement = (contender: Contender): AgreementJob => ({
    task: 'agreement',
    contender: contenderId(contender),
    round: 1,
    pair: folder.crop,
    settings,
  });
  const loss = (contender: Contender, round: number): LossJob => ({
    task: 'loss',
    contender: contenderId(contender),
    round,
    pair: contender.grid === 'small' ? folder.smallPair : folder.pair,
    settings,
  });
  const trained = contenders.filter((contender) => contender.prepareTraining !== undefined);
  const trainings = settings.networks.flatMap((network) => trained.map((contender) => ({ contender, network })));
  const training = ({ contender, network }: (typeof trainings)[number], round: number): TrainingJob => ({
    task: 'training',
    contender: contenderId(contender),
    network,
    round,
    pair: folder.crop,
    data,
    states: folder.states,
    settings,
  });
  return [
    { task: 'bandwidth', settings },
    { task: 'reference', pair: folder.crop, settings },
    ...contenders.map(agreement),
    ...alternate(contenders, settings.epochs, loss),
    ...alternate(trainings, settings.epochs, training),
  ];
}

function alternate<Item>(items: readonly Item[], rounds: number, toJob: (item: Item, round: number) => Job): Job[] {
  return Array.from({ length: rounds }, (_, index) => {
    const order = index % 2 === 0 ? items : items.toReversed();
    return order.map((item) => toJob(item, index + 1));
  }).flat();
}

/** The jobs whose units are not in the results; what every process needs is prepared again, but for an only measurement. */
export function withoutFinished(jobs: readonly Job[], measurements: readonly Measurement[]): Job[] {
  const finished = finishedUnits(measurements);
  const hasBandwidth = measurements.some(({ kind }) => kind === 'bandwidth');
  const remaining = jobs.filter((job) =>
    isContenderJob(job) ? !finished.has(unitOfJob(job)) : !(job.task === 'bandwidth' && hasBandwidth),
  );
  return remaining.some(isContenderJob) ? remaining : [];
}

/** The jobs that remain worth doing. */
export function withoutExcluded(jobs: readonly Job[], exclusions: readonly Exclusion[]): Job[] {
  return jobs.filter(
    (job) => !isContenderJob(job) || !isExcluded({ contender: job.contender, ...taskOf(job) }, exclusions),
  );
}
