import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import { createTraining, type Trainer } from '@fast-lncc/networks/training';
import { type Contender, contenderId, type Means, type PreparedTraining } from '../contenders/contender.ts';
import type { Dataset } from '../dataset/open-dataset.ts';
import type { TrainingJob } from '../process/job.ts';
import { summarize } from '../report/statistics.ts';
import type { Measurement, StepMeasurement } from '../results/measurement.ts';
import { epochStore } from '../training/epoch-store.ts';
import { judge } from '../training/judge.ts';
import { scheduleOf } from '../training/schedule.ts';
import { timedTrainer } from '../training/timed-trainer.ts';

/** What an epoch is trained with. */
export interface EpochOf {
  readonly contender: Contender;
  readonly means: Means;
  readonly network: Network;
  readonly dataset: Dataset;
  readonly job: Pick<TrainingJob, 'round' | 'states' | 'settings'>;
}

/**
 * Trains a network for one epoch: it goes on from the state that the epoch before left, takes every pair once, and leaves
 * its own state. A step before it, of which nothing is kept, warms the runtime up and is told as step 0.
 */
export async function trainEpoch(epochOf: EpochOf, report: (measurement: Measurement) => void): Promise<void> {
  const { contender, means, network, dataset, job } = epochOf;
  const { round: epoch, settings } = job;
  const id = contenderId(contender);
  if (contender.prepareTraining === undefined) throw new UnsupportedOptionError(`${id} does not train networks.`);
  const common = { contender: id, network: network.name, epoch };
  const store = epochStore(job.states, common, epoch);
  const prepared = await contender.prepareTraining(means, network);
  const begin = async () => {
    report({ ...(await warmUp(prepared.trainer, dataset)), ...common });
    return timeTransfer(prepared, dataset);
  };
  await train(epochOf, prepared.trainer, store, report, begin);
  const isJudged = epoch === settings.epochs && settings.judgedPairs > 0;
  const trained = isJudged && (await prepared.trainer.state({ copy: false }));
  // What steps have taken goes before evaluations take something, too.
  await prepared.dispose();
  if (!trained) return;
  const judged = await contender.prepareTraining(means, network);
  await judged.trainer.restore(trained);
  for (const quality of await judgeAll(epochOf, judged.trainer)) report({ ...common, ...quality });
  await judged.dispose();
}

/** The first step compiles and allocates. Nothing of it is kept, so that what follows is the authors' training. */
async function warmUp(
  trainer: Trainer,
  dataset: Dataset,
): Promise<Omit<StepMeasurement, 'contender' | 'network' | 'epoch'>> {
  const begin = performance.now();
  const pair = await dataset.readPair(0);
  const start = performance.now();
  const losses = await trainer.rehearse(pair);
  const milliseconds = performance.now() - start;
  const learningRate = 0;
  const loadMilliseconds = start - begin;
  return {
    kind: 'step',
    shape: dataset.shape,
    step: 0,
    pair: 0,
    milliseconds,
    loadMilliseconds,
    learningRate,
    ...losses,
  };
}

async function train(
  { network, dataset, contender, job }: EpochOf,
  trainer: Trainer,
  store: ReturnType<typeof epochStore>,
  report: (measurement: Measurement) => void,
  begin: () => Promise<number | undefined>,
): Promise<void> {
  const { round: epoch, settings } = job;
  const { epochs, pairs: count, seed, flips } = settings;
  const timed = timedTrainer(trainer);
  const common = { contender: contenderId(contender), network: network.name, epoch } as const;
  let seconds = 0;
  let loadSeconds = 0;
  let transferMilliseconds: number | undefined;
  const ended = new AbortController();
  const training = createTraining({
    trainer: timed.trainer,
    pairs: {
      count,
      load: (index) => {
        timed.loading();
        return dataset.readPair(index % dataset.count);
      },
    },
    epochs,
    seed,
    flips,
    schedule: scheduleOf(network, epochs),
    store,
  });
  await training.run({
    signal: ended.signal,
    // Reading a state takes memory that a step has not taken by then.
    onBegin: async () => {
      transferMilliseconds = await begin();
    },
    onStep: ({ position, pair, learningRate, loss, similarity, smoothness }) => {
      const times = timed.times();
      seconds += (times.milliseconds + times.loadMilliseconds) / 1000;
      loadSeconds += times.loadMilliseconds / 1000;
      const place = { shape: dataset.shape, step: position + 1, pair: pair % dataset.count };
      report({ kind: 'step', ...common, ...place, ...times, learningRate, loss, similarity, smoothness });
      if (position + 1 === count) ended.abort();
    },
  });
  const transfer = transferMilliseconds !== undefined && { transferMilliseconds };
  report({ kind: 'epoch', ...common, steps: count, seconds, loadSeconds, ...transfer });
}

/** The median of a few copies of a pair to where the engine computes. */
async function timeTransfer({ transfer }: PreparedTraining, dataset: Dataset): Promise<number | undefined> {
  if (transfer === undefined) return undefined;
  const pair = await dataset.readPair(0);
  const times: number[] = [];
  for (let repetition = 0; repetition < 4; repetition++) {
    const start = performance.now();
    await transfer(pair);
    // The first one allocates.
    if (repetition > 0) times.push(performance.now() - start);
  }
  return summarize(times)?.median;
}

type Judged = Omit<Extract<Measurement, { kind: 'quality' }>, 'contender' | 'network'>;

/** The pairs before any registration (epoch 0), and as the trained network registers them. */
async function judgeAll({ dataset, job }: EpochOf, trainer: Trainer): Promise<Judged[]> {
  const judged: Judged[] = [];
  const count = Math.min(job.settings.judgedPairs, dataset.count);
  for (let pair = 0; pair < count; pair++) {
    const { displacement } = await trainer.evaluate(await dataset.readPair(pair));
    const unmoved = await judge(dataset, pair, new Float32Array(displacement.length));
    judged.push({ kind: 'quality', epoch: 0, pair, ...unmoved });
    judged.push({ kind: 'quality', epoch: job.round, pair, ...(await judge(dataset, pair, displacement)) });
  }
  return judged;
}
