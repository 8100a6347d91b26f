export type {
  OptimizerOptions,
  Trainer,
  TrainerState,
  TrainingLoss,
  TrainingPair,
} from '@fast-lncc/networks/training';
export type { WeightsOwner } from '@fast-lncc/networks/weights';
export { add } from './add.ts';
export { AmsgradOptimizer, type NamedTensor } from './amsgrad-optimizer.ts';
export { type ConvolutionOptions, convolution } from './convolution.ts';
export { createTrainer, type TrainerOptions } from './create-trainer.ts';
export type { Outside } from './locate-corners.ts';
export { parametricRelu } from './parametric-relu.ts';
export { residualConvolutions } from './residual-convolutions.ts';
export { scaleChannels } from './scale-channels.ts';
export { softsign } from './softsign.ts';
export { squaredDifferences } from './squared-differences.ts';
export { createTensorLayers, type TensorLayersOptions, tensorLayers } from './tensor-layers.ts';
export { transposedConvolution } from './transposed-convolution.ts';
export { type UpsampleConvolutionOptions, upsampleConvolution } from './upsample-convolution.ts';
export { upsampleNearest } from './upsample-nearest.ts';
export { warp } from './warp.ts';
export { loadWeights, saveWeights } from './weight-artifacts.ts';
