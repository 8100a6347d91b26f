import type { Layers } from '@fast-lncc/networks';
import type * as tf from '@tensorflow/tfjs-core';
import { convolution } from './convolution.ts';
import { squaredDifferences } from './squared-differences.ts';
import { upsampleNearest } from './upsample-nearest.ts';
import { warp } from './warp.ts';

/**
 * The layer verbs over tensors `[batch, D, H, W, channels]`, differentiated by TensorFlow.js. Weights of convolutions are
 * `[k, k, k, inputs, outputs]`.
 */
export const tensorLayers: Layers<tf.Tensor> = { convolution, upsampleNearest, warp, squaredDifferences };
