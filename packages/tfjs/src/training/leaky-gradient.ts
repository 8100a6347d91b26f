import * as tf from '@tensorflow/tfjs-core';
import { isNative, nativeOperation } from '../native-operation.ts';

/** `g` where the output of a leaky activation is positive, `slope · g` elsewhere: the sign of the output tells that of the input. */
export function leakyGradient(gradient: tf.Tensor, output: tf.Tensor, slope: number): tf.Tensor {
  // There `step` is six operations, each of a volume.
  if (isNative()) return nativeOperation('LeakyReluGrad', { alpha: slope }, [gradient, output]);
  return tf.tidy(() => tf.mul(gradient, tf.step(output, slope)));
}
