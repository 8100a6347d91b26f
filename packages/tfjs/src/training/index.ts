export type {
  OptimizerOptions,
  Trainer,
  TrainerState,
  TrainingLoss,
  TrainingPair,
} from '@fast-lncc/networks/training';
export { InsufficientMemoryError } from '@fast-lncc/networks/training';
export type { WeightsOwner } from '@fast-lncc/networks/weights';
export { add } from './add.ts';
export { AmsgradOptimizer, type NamedTensor } from './amsgrad-optimizer.ts';
export { averagePool } from './average-pool.ts';
export { type ConvolutionOptions, convolution } from './convolution.ts';
export { createTrainer, type TrainerOptions } from './create-trainer.ts';
export { dropPath } from './drop-path.ts';
export { gelu } from './gelu.ts';
export { type InstanceNormOptions, instanceNorm } from './instance-norm.ts';
export { layerNorm } from './layer-norm.ts';
export { linear } from './linear.ts';
export type { Outside } from './locate-corners.ts';
export { mergePatches } from './merge-patches.ts';
export { parametricRelu } from './parametric-relu.ts';
export { patchConvolution } from './patch-convolution.ts';
export { residualConvolutions } from './residual-convolutions.ts';
export { scaleChannels } from './scale-channels.ts';
export { softsign } from './softsign.ts';
export { squaredDifferences } from './squared-differences.ts';
export { createTensorLayers, type TensorLayersOptions, tensorLayers } from './tensor-layers.ts';
export { transposedConvolution } from './transposed-convolution.ts';
export { type UpsampleConvolutionOptions, upsampleConvolution } from './upsample-convolution.ts';
export { upsampleNearest } from './upsample-nearest.ts';
export { upsampleTrilinear } from './upsample-trilinear.ts';
export { warp } from './warp.ts';
export { loadWeights, saveWeights } from './weight-artifacts.ts';
export { windowAttention } from './window-attention.ts';
