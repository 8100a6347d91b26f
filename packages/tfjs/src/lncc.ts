import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import { planEvaluation } from './evaluation.ts';
import type { LnccOptions } from './options.ts';
import type { PreparedFixed } from './prepared-fixed.ts';

/**
 * Local normalized cross-correlation as a loss, differentiable in both images with the exact analytic gradient:
 *
 *     loss = −mean( C² / (V_I V_J + 1e-5) )     C = S_IJ − S_I S_J / N,  V = S_II − S_I² / N,  S = sums over the window
 *
 * with the default definition (window 9, zeros outside the image, centered, V clamped at 0 and the score to [0, 1]); the
 * options take every field of `LnccDefinition` and so every preset of `@fast-lncc/core`. Works inside `tf.tidy`,
 * `tf.grads`, `tf.variableGrads` and `optimizer.minimize`; no gradient has to be registered. For the gradient the images
 * and five window sums are kept; three window sums go back for one image, five for both. The algorithm `fused` keeps the
 * images alone.
 *
 * @param moving float32 `[batch, ...spatial, channels]` of rank 3, 4 or 5.
 * @param fixed Of the same shape, or what {@link prepareFixed} made of one with the same options; a prepared image takes
 * no gradient.
 * @returns A scalar; with reduction `none` the score map `[batch, ...spatial, channels]` (one channel where the window
 * spans the channels). NaN or infinity in an image shows in it.
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, InvalidDataError, and MissingRuntimeError for
 * the algorithm `fused` where it has not been imported, before any work starts.
 *
 * Source: X. Jia et al., FastLNCC (the loss and its Algorithms 1 and 2).
 */
export function lncc(
  moving: tf.Tensor,
  fixed: tf.Tensor | PreparedFixed,
  options: LnccOptions & { readonly reduction: 'none' },
): tf.Tensor;
export function lncc(
  moving: tf.Tensor,
  fixed: tf.Tensor | PreparedFixed,
  options?: LnccOptions & { readonly reduction?: 'mean' | 'sum' },
): tf.Scalar;
export function lncc(moving: tf.Tensor, fixed: tf.Tensor | PreparedFixed, options: LnccOptions): tf.Tensor;
export function lncc(moving: tf.Tensor, fixed: tf.Tensor | PreparedFixed, options: LnccOptions = {}): tf.Tensor {
  const { evaluation, method } = planEvaluation(moving, fixed, options);
  return tf.tidy(() => differentiable(evaluation, method));
}
