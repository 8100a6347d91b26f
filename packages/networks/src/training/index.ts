export { dropPathScales } from './drop-path.ts';
export { type FlatLayout, flatLayout, flatten, unflatten } from './flat-parameters.ts';
export {
  assertLearningRate,
  momentNames,
  type OptimizerOptions,
  type ResolvedOptimizer,
  resolveOptimizer,
  stepFactors,
} from './optimizer.ts';
export { createQueue } from './queue.ts';
export { assertPair, type ResolvedTraining, resolveTraining, type TrainingOptions } from './resolve-training.ts';
export type { Trainer, TrainerState, TrainingEvaluation, TrainingLoss, TrainingPair } from './trainer.ts';
export { assertState } from './trainer-state.ts';
