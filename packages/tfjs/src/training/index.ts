export type {
  OptimizerOptions,
  Trainer,
  TrainerState,
  TrainingLoss,
  TrainingPair,
} from '@fast-lncc/networks/training';
export { InsufficientMemoryError } from '@fast-lncc/networks/training';
export type { WeightsOwner } from '@fast-lncc/networks/weights';
export { AmsgradOptimizer, type NamedTensor } from './amsgrad-optimizer.ts';
export { type ConvolutionOptions, convolution } from './convolution.ts';
export { createTrainer, type TrainerOptions } from './create-trainer.ts';
export { squaredDifferences } from './squared-differences.ts';
export { tensorLayers } from './tensor-layers.ts';
export { upsampleNearest } from './upsample-nearest.ts';
export { warp } from './warp.ts';
export { loadWeights, saveWeights } from './weight-artifacts.ts';
