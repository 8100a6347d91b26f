import * as tf from '@tensorflow/tfjs-core';

/** A value, and the way from its gradient to those of the inputs. */
export interface CustomGradient {
  readonly value: tf.Tensor;
  /** One gradient per input. */
  readonly gradient: (upstream: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];
}

/** `tf.customGrad` with the `save` function apart from the inputs. */
export function customGradient(
  inputs: readonly tf.Tensor[],
  compute: (save: (tensors: tf.Tensor[]) => void) => CustomGradient,
): tf.Tensor {
  return tf.customGrad((...parts) => {
    const { value, gradient } = compute(parts.at(-1) as (tensors: tf.Tensor[]) => void);
    return { value, gradFunc: gradient };
  })(...inputs);
}
