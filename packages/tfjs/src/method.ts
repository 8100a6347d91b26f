import type { FixedState, GradientSet, LnccDefinition, ResolvedDefinition } from '@fast-lncc/core';
import type * as tf from '@tensorflow/tfjs-core';

/** One checked call: the images as the caller gave them, and the mathematics. */
export interface Evaluation {
  readonly definition: ResolvedDefinition;
  /** What `definition` was resolved from. */
  readonly given: LnccDefinition;
  readonly threads: number | undefined;
  readonly moving: tf.Tensor;
  readonly fixed: tf.Tensor;
  readonly maskTensor: tf.Tensor | undefined;
  /** What a prepared fixed image brings; without one, `undefined`. A prepared image takes no gradient. */
  readonly prepared: { readonly state: PreparedState } | undefined;
  /** Whether TensorFlow.js records what happens, so that a gradient may follow. */
  readonly recorded: boolean;
}

/** What a method keeps of a fixed image. One that finds nothing of its own starts from the image. */
export interface PreparedState {
  readonly sums?: FixedState<tf.Tensor>;
  /** The image as `[batch, channels, ...spatial]`. */
  readonly values?: Float32Array;
}

/** What the forward pass saved, and dL/d(value), once back-propagation has reached the loss. */
export interface Saved {
  readonly moving: tf.Tensor;
  readonly fixed: tf.Tensor;
  readonly maskTensor: tf.Tensor | undefined;
  /** The `kept` of the pass. */
  readonly kept: readonly tf.Tensor[];
  readonly upstream: tf.Tensor;
}

/** The gradients that were asked for. */
export interface ImageGradients {
  readonly moving?: tf.Tensor;
  readonly fixed?: tf.Tensor;
}

/** A forward pass: the loss (with reduction `none` the map as an image), and the way back. */
export interface Pass {
  readonly value: tf.Tensor;
  /** Tensors that the way back needs beside the images and the mask. */
  readonly kept: readonly tf.Tensor[];
  readonly gradients: (saved: Saved, wanted: Exclude<GradientSet, 'none'>) => ImageGradients;
}

/** A way to carry out an evaluation. What it makes is left to the `tf.tidy` it runs in. */
export interface Method {
  evaluate(evaluation: Evaluation): Pass;
  prepare(definition: ResolvedDefinition, fixed: tf.Tensor, maskTensor: tf.Tensor | undefined): PreparedState;
}
