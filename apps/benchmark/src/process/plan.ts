import { type Contender, contenderId } from '../contenders/contender.ts';
import { type Exclusion, isExcluded } from '../results/exclusion.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { RunSettings } from '../run/settings.ts';
import { type AgreementJob, type Job, type LossJob, type TrainingJob, taskOf } from './job.ts';

/**
 * All jobs of a run, in order: the reference, every contender's agreement with it, the loss alone, the training of one
 * network after another. Rounds take the contenders in turn and every second round backwards (A B C, C B A), so that a
 * machine that slows down or warms up favors nobody.
 */
export function planJobs(contenders: readonly Contender[], settings: RunSettings, folder: RunFolder): Job[] {
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
    pair: folder.pair,
    settings,
  });
  return [
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

/** The jobs that remain worth doing. */
export function withoutExcluded(jobs: readonly Job[], exclusions: readonly Exclusion[]): Job[] {
  return jobs.filter(
    (job) => job.task === 'reference' || !isExcluded({ contender: job.contender, ...taskOf(job) }, exclusions),
  );
}
