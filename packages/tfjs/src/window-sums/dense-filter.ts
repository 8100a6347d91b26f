import { denseWeights } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Grid } from './grid.ts';

/** The window as one dense filter `[d, h, w, 1, 1]`. Windows are symmetric, so convolution and correlation agree. */
export function denseFilter({ factors, window }: Grid): tf.Tensor5D {
  const [depth, height, width] = factors;
  const weights = Float32Array.from(denseWeights(window));
  return tf.tensor5d(weights, [depth.length, height.length, width.length, 1, 1]);
}
