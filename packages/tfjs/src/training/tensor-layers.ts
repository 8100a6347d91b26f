import type { Layers } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs-core';
import { add } from './add.ts';
import { averagePool } from './average-pool.ts';
import { convolution } from './convolution.ts';
import { dropPath } from './drop-path.ts';
import { gelu } from './gelu.ts';
import { instanceNorm } from './instance-norm.ts';
import { layerNorm } from './layer-norm.ts';
import { linear } from './linear.ts';
import { mergePatches } from './merge-patches.ts';
import { parametricRelu } from './parametric-relu.ts';
import { patchConvolution } from './patch-convolution.ts';
import { recomputed } from './recomputed.ts';
import { residualConvolutions } from './residual-convolutions.ts';
import { scaleChannels } from './scale-channels.ts';
import { softsign } from './softsign.ts';
import { squaredDifferences } from './squared-differences.ts';
import { transposedConvolution } from './transposed-convolution.ts';
import { upsampleConvolution } from './upsample-convolution.ts';
import { upsampleNearest } from './upsample-nearest.ts';
import { upsampleTrilinear } from './upsample-trilinear.ts';
import { splitVolume } from './volume.ts';
import { warp } from './warp.ts';
import { windowAttention } from './window-attention.ts';

/** Options of {@link createTensorLayers}. */
export interface TensorLayersOptions {
  /** Whether `upsampleConvolution` works on the coarse grid. Default false. */
  readonly fusedUpsampling?: boolean;
  /** Whether segments are computed once more on the way back. Default false. */
  readonly recompute?: boolean;
  /** What each branch of `dropPath` is multiplied by. Default: none is dropped. */
  readonly dropPathScales?: ArrayLike<number>;
}

/**
 * The layer verbs over tensors `[batch, D, H, W, channels]`, differentiated by TensorFlow.js. Weights of convolutions are
 * `[k, k, k, inputs, outputs]`, of transposed ones `[2, 2, 2, outputs, inputs]`.
 */
export function createTensorLayers(options: TensorLayersOptions = {}): Layers<tf.Tensor> {
  const { fusedUpsampling: fused = false, recompute = false, dropPathScales } = options;
  const layers: Layers<tf.Tensor> = {
    grid: (map) => splitVolume('map', map).spatial,
    segment(maps, weights, build) {
      if (recompute) return recomputed(maps, weights, (...given) => build(layers, ...given));
      // What is not kept for the way back goes at the end of the segment, not of the network.
      return tf.tidy(() => build(layers, maps, weights));
    },
    convolution,
    upsampleConvolution: (coarse, skips, weight, bias, options) =>
      upsampleConvolution(coarse, skips, weight, bias, { ...options, fused }),
    residualConvolutions,
    transposedConvolution,
    parametricRelu,
    softsign,
    gelu,
    patchConvolution,
    linear,
    layerNorm,
    instanceNorm,
    windowAttention,
    dropPath: (map, branch) => dropPath(map, dropPathScales?.[branch] ?? 1),
    mergePatches,
    averagePool,
    upsampleTrilinear,
    scaleChannels,
    upsampleNearest,
    warp,
    add,
    squaredDifferences,
  };
  return layers;
}

/** {@link createTensorLayers} with its defaults. */
export const tensorLayers: Layers<tf.Tensor> = createTensorLayers();
