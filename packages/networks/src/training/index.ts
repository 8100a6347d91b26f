export {
  createTraining,
  type Training,
  type TrainingProgress,
  type TrainingResult,
  type TrainingRun,
} from './create-training.ts';
export { dropPathScales } from './drop-path.ts';
export { type FlatLayout, flatLayout, flatten, unflatten } from './flat-parameters.ts';
export { type Flips, flipPair, flipVolume } from './flip.ts';
export { constantRate, type LearningRateSchedule, type PolynomialDecay, polynomialDecay } from './learning-rate.ts';
export {
  assertTrainingMemory,
  availableMemory,
  InsufficientMemoryError,
  type MeasuredEngine,
  type MemoryOptions,
  type MemoryShortage,
  predictTrainingMemory,
} from './memory/index.ts';
export {
  assertLearningRate,
  momentNames,
  type OptimizerOptions,
  type ResolvedOptimizer,
  resolveOptimizer,
  stepFactors,
} from './optimizer.ts';
export { createQueue } from './queue.ts';
export {
  assertPair,
  chooseVariant,
  type ResolvedTraining,
  resolveTraining,
  type TrainingOptions,
} from './resolve-training.ts';
export type { Trainer, TrainerState, TrainingEvaluation, TrainingLoss, TrainingPair } from './trainer.ts';
export { describeSettings, type TrainerSettings } from './trainer-settings.ts';
export { assertState } from './trainer-state.ts';
export type { TrainingPairs, TrainingPlan } from './training-plan.ts';
export type { TrainingStore } from './training-store.ts';
export { type OptimizedVectors, updateParameters } from './update-parameters.ts';
