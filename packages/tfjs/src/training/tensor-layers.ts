import type { Layers } from '@fast-lncc/networks';
import type * as tf from '@tensorflow/tfjs-core';
import { add } from './add.ts';
import { convolution } from './convolution.ts';
import { parametricRelu } from './parametric-relu.ts';
import { residualConvolutions } from './residual-convolutions.ts';
import { scaleChannels } from './scale-channels.ts';
import { softsign } from './softsign.ts';
import { squaredDifferences } from './squared-differences.ts';
import { transposedConvolution } from './transposed-convolution.ts';
import { upsampleConvolution } from './upsample-convolution.ts';
import { upsampleNearest } from './upsample-nearest.ts';
import { splitVolume } from './volume.ts';
import { warp } from './warp.ts';

/** Options of {@link createTensorLayers}. */
export interface TensorLayersOptions {
  /** Whether `upsampleConvolution` works on the coarse grid. Default false. */
  readonly fusedUpsampling?: boolean;
}

/**
 * The layer verbs over tensors `[batch, D, H, W, channels]`, differentiated by TensorFlow.js. Weights of convolutions are
 * `[k, k, k, inputs, outputs]`, of transposed ones `[2, 2, 2, outputs, inputs]`.
 */
export function createTensorLayers({ fusedUpsampling: fused = false }: TensorLayersOptions = {}): Layers<tf.Tensor> {
  return {
    grid: (map) => splitVolume('map', map).spatial,
    convolution,
    upsampleConvolution: (coarse, skips, weight, bias, options) =>
      upsampleConvolution(coarse, skips, weight, bias, { ...options, fused }),
    residualConvolutions,
    transposedConvolution,
    parametricRelu,
    softsign,
    scaleChannels,
    upsampleNearest,
    warp,
    add,
    squaredDifferences,
  };
}

/** {@link createTensorLayers} with its defaults. */
export const tensorLayers: Layers<tf.Tensor> = createTensorLayers();
