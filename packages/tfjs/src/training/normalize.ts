import * as tf from '@tensorflow/tfjs-core';

/** What PyTorch adds to the variance by default. */
const epsilon = 1e-5;

/** The mean over those elements of a tensor that are normalized together, to be broadcast over it. */
export type Mean = (tensor: tf.Tensor) => tf.Tensor;

/** Numbers with mean 0 and variance 1. */
export interface Normalized {
  readonly value: tf.Tensor;
  /** 1 / standard deviation, of the shape of the mean. */
  readonly inverse: tf.Tensor;
}

/** `(x − mean) / √(variance + ε)` with the biased variance. */
export function normalize(tensor: tf.Tensor, mean: Mean): Normalized {
  return tf.tidy(() => {
    const centered = tf.sub(tensor, mean(tensor));
    const variance = tf.tidy(() => mean(tf.square(centered)));
    const inverse = tf.div(1, tf.sqrt(tf.add(variance, epsilon)));
    return { value: tf.mul(centered, inverse), inverse };
  }) as unknown as Normalized;
}

/** The adjoint of {@link normalize}: what changes neither mean nor variance is left of the gradient. */
export function throughNormalization(gradient: tf.Tensor, { value, inverse }: Normalized, mean: Mean): tf.Tensor {
  return tf.tidy(() => {
    const along = tf.tidy(() => mean(tf.mul(gradient, value)));
    // Each stage in a scope of its own, so that two maps live at a time beside gradient and value.
    const scaled = () => tf.tidy(() => tf.mul(value, along));
    const bound = () => tf.tidy(() => tf.add(scaled(), mean(gradient)));
    const free = () => tf.tidy(() => tf.sub(gradient, bound()));
    return tf.mul(free(), inverse);
  });
}
