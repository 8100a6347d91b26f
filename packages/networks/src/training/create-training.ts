import { UnsupportedOptionError } from '@fast-lncc/core';
import { createRandom } from '../random.ts';
import { joinParts } from '../weights/write-safetensors.ts';
import { assertFiniteLoss, assertFiniteState } from './assert-finite.ts';
import { eventTurn } from './event-turn.ts';
import { flipPair } from './flip.ts';
import { loadAhead } from './load-ahead.ts';
import { type PlannedStep, planSteps, type TrainingPlace } from './plan-steps.ts';
import { assertPair } from './resolve-training.ts';
import { assertSameTraining } from './same-training.ts';
import type { TrainerState, TrainingLoss, TrainingPair } from './trainer.ts';
import { resolvePlan, type TrainingPlan } from './training-plan.ts';
import { decodeTrainingState, encodeTrainingState } from './training-state.ts';
import type { TrainingStore } from './training-store.ts';

/** What is told after every step. */
export interface TrainingProgress extends TrainingLoss {
  /** Epoch of the step, the first being 0. */
  readonly epoch: number;
  /** Place of the step in its epoch, the first being 0. */
  readonly position: number;
  /** Index of the pair. */
  readonly pair: number;
  /** Optimizer steps done, this one among them. */
  readonly step: number;
  readonly learningRate: number;
}

/** Options of {@link Training.run}. */
export interface TrainingRun {
  /** Aborting it ends the run after the step that is being done, with the state saved. */
  readonly signal?: AbortSignal;
  /** Told where the training goes on, once the store has been read; the first step waits for it. */
  readonly onBegin?: (begin: TrainingResult) => void | Promise<void>;
  /**
   * The next step waits for it, so it may evaluate and keep weights. After a resumption, steps that had been done but not
   * saved are done, and told, again.
   */
  readonly onStep?: (progress: TrainingProgress) => void | Promise<void>;
}

/** Where a training is when a run begins or ends. */
export interface TrainingResult {
  /** True when all epochs are done, whether in this run or before. */
  readonly finished: boolean;
  /** Epochs completed. */
  readonly epoch: number;
  /** Steps of the epoch that has begun. */
  readonly position: number;
  /** Optimizer steps done. */
  readonly step: number;
}

/** See {@link createTraining}. */
export interface Training {
  /**
   * Trains from where the training is (with a store: where the store is) to the end of the last epoch.
   *
   * @throws before any step: InvalidDataError for a store that is damaged or of another training, and what the store throws
   * when it cannot be written. Later: InvalidDataError for a loss that is not finite, without the step that gave it;
   * ShapeMismatchError for a pair of another size, and what `load`, `onStep` and the store throw, with the steps before it
   * saved where that can be done.
   */
  run(options?: TrainingRun): Promise<TrainingResult>;
}

/**
 * Trains over epochs, in each of which every pair comes once, in an order of its own. With a store, a training that was
 * ended at any moment goes on from its last saving to the very weights it would have had: bit for bit where the engine
 * repeats its numbers, as ONNX Runtime does on the CPU.
 *
 * @throws UnsupportedOptionError for options outside their domain, before any work starts.
 */
export function createTraining(plan: TrainingPlan): Training {
  const resolved = resolvePlan(plan);
  const { trainer, pairs, epochs, flips, store, saveEvery, learningRates, settings } = resolved;
  let place: TrainingPlace = { epoch: 0, position: 0, random: createRandom(resolved.seed).state() };
  let unsaved = 0;
  /** False from the beginning of a step until it has gone well: the trainer is where `place` says. */
  let isWhole = true;
  let running = false;

  /** Step and size of the trainer, from what is read of it anyway: reading a state can take a second and gigabytes. */
  let counts: Pick<TrainerState, 'step' | 'size'> | undefined;

  async function save(): Promise<void> {
    if (store === undefined) return;
    const begun = learningRates.slice(0, place.epoch + Math.sign(place.position));
    const trained = await trainer.state({ copy: false });
    counts = { step: trained.step, size: trained.size };
    isWhole = false;
    assertFiniteState(trained);
    isWhole = true;
    const parts = await encodeTrainingState({ trainer: trained, ...place, settings, learningRates: begun });
    await (store.writeParts ? store.writeParts(parts) : store.write(joinParts(parts)));
    unsaved = 0;
  }

  async function open(target: TrainingStore): Promise<void> {
    // A saving has failed before: memory is ahead of what was saved.
    if (isWhole && unsaved > 0) return save();
    const file = await target.read();
    if (file !== undefined) {
      const { trainer: trained, ...stored } = await decodeTrainingState(file, target.name);
      assertSameTraining(stored, settings, learningRates, target.name);
      await trainer.restore(trained);
      counts = { step: trained.step, size: trained.size };
      place = { epoch: stored.epoch, position: stored.position, random: stored.random };
      isWhole = true;
      unsaved = 0;
    }
    // Whether a state can be saved shows before there is one to lose.
    if (place.epoch < epochs) await save();
  }

  async function load({ pair: index, flips: axes }: PlannedStep, size: readonly number[]): Promise<TrainingPair> {
    const pair = await pairs.load(index);
    assertPair(pair, size);
    return axes.includes(true) ? flipPair(pair, size, axes) : pair;
  }

  async function train({ signal, onBegin, onStep }: TrainingRun): Promise<number> {
    let { step, size } = counts ?? (await trainer.state({ copy: false }));
    counts = undefined;
    await onBegin?.({ finished: place.epoch >= epochs, epoch: place.epoch, position: place.position, step });
    try {
      for await (const planned of loadAhead(planSteps(place, { epochs, count: pairs.count, flips }), (next) =>
        load(next, size),
      )) {
        if (signal?.aborted) break;
        const { epoch, position, pair, after } = planned.item;
        const learningRate = learningRates[epoch] as number;
        isWhole = false;
        const losses = await trainer.step({ ...planned.loaded, learningRate });
        assertFiniteLoss(losses, epoch, pair);
        place = after;
        unsaved++;
        step++;
        isWhole = true;
        await onStep?.({ epoch, position, pair, step, learningRate, ...losses });
        if (unsaved >= saveEvery) await save();
        await eventTurn();
      }
    } catch (error) {
      // What ended the training is told, not what followed from it.
      if (isWhole && unsaved > 0) await save().catch(() => undefined);
      throw error;
    }
    if (unsaved > 0) await save();
    return step;
  }

  return {
    async run(options = {}) {
      if (running) throw new UnsupportedOptionError('This training is running; wait for its end, or abort it.');
      running = true;
      try {
        if (store !== undefined) await open(store);
        if (!isWhole) {
          throw new UnsupportedOptionError(
            'A step of this training failed, and no state was saved to go back to; create another trainer and training.',
          );
        }
        const step = await train(options);
        return { finished: place.epoch >= epochs, epoch: place.epoch, position: place.position, step };
      } finally {
        running = false;
      }
    },
  };
}
