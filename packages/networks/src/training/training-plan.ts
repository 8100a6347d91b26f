import { assertKnownKeys } from '@fast-lncc/core';
import { assertWhole, type LearningRateSchedule, polynomialDecay } from './learning-rate.ts';
import { assertLearningRate } from './optimizer.ts';
import type { Trainer, TrainingPair } from './trainer.ts';
import type { TrainerSettings } from './trainer-settings.ts';
import type { TrainingStore } from './training-store.ts';

/** What is trained on. */
export interface TrainingPairs {
  readonly count: number;
  /** The pair of an index below the count. It is asked for the next one while a step runs, and never for two at once. */
  load(index: number): Promise<TrainingPair>;
}

/** Options of `createTraining`. */
export interface TrainingPlan {
  /** Fresh, or with the weights to begin from; it stays the caller's to dispose. */
  readonly trainer: Trainer;
  readonly pairs: TrainingPairs;
  readonly epochs: number;
  /** Seed of orders and flips. Default 1. */
  readonly seed?: number;
  /** Default: {@link polynomialDecay} over the epochs, as VoxelMorph and TransMorph are trained. */
  readonly schedule?: LearningRateSchedule;
  /** Each axis of each pair reversed with probability ½, the same for both images. Default true. */
  readonly flips?: boolean;
  /** Where the state is kept. Default: nowhere, and what ends the process ends the training. */
  readonly store?: TrainingStore;
  /** Steps between two savings. Default: an epoch. */
  readonly saveEvery?: number;
}

/** {@link TrainingPlan}, checked, with the defaults filled in. */
export interface ResolvedPlan extends Omit<Required<TrainingPlan>, 'schedule' | 'seed' | 'store'> {
  readonly seed: number;
  readonly store: TrainingStore | undefined;
  /** Of all epochs. */
  readonly learningRates: readonly number[];
  /** What a resumed training must agree in. */
  readonly settings: TrainerSettings;
}

/** @throws UnsupportedOptionError for unknown keys or values outside their domain. */
export function resolvePlan(plan: TrainingPlan): ResolvedPlan {
  assertKnownKeys(plan, ['trainer', 'pairs', 'epochs', 'seed', 'schedule', 'flips', 'store', 'saveEvery'], 'training');
  const { trainer, pairs, epochs, seed = 1, flips = true, store, saveEvery = pairs.count } = plan;
  assertWhole('pairs.count', pairs.count, 1);
  assertWhole('epochs', epochs, 1);
  assertWhole('seed', seed, 0, 2 ** 32 - 1);
  assertWhole('saveEvery', saveEvery, 1);
  const schedule = plan.schedule ?? polynomialDecay({ epochs });
  const learningRates = Array.from({ length: epochs }, (_, epoch) => schedule(epoch));
  for (const rate of learningRates) assertLearningRate(rate);
  const settings = { ...trainer.settings, pairs: String(pairs.count), seed: String(seed), flips: String(flips) };
  return { trainer, pairs, epochs, seed, flips, store, saveEvery, learningRates, settings };
}
