import * as tf from '@tensorflow/tfjs-core';
import { convolve, type Geometry, weightGradient } from './convolution-kernels.ts';

/** {@link convolve} over the channels of all parts side by side. */
export const convolveJoined = (parts: readonly tf.Tensor[], weight: tf.Tensor, geometry: Geometry): tf.Tensor =>
  tf.tidy(() => convolve(parts.length === 1 ? (parts[0] as tf.Tensor) : tf.concat([...parts], 4), weight, geometry));

/** dL/dW part by part, so that the parts are not joined once more. */
export function joinedWeightGradient(parts: readonly tf.Tensor[], gradient: tf.Tensor, geometry: Geometry): tf.Tensor {
  return tf.tidy(() => {
    const { extent } = geometry;
    const pieces = parts.map((part) => {
      const shape = [extent, extent, extent, part.shape[4] ?? 1, gradient.shape[4] ?? 1];
      return weightGradient(part, gradient, shape, geometry);
    });
    return pieces.length === 1 ? (pieces[0] as tf.Tensor) : tf.concat(pieces, 3);
  });
}

/** The weights of some of the inputs. */
export function inputsOf(weight: tf.Tensor, first: number, count: number): tf.Tensor {
  const [extent = 1, , , inputs = 1, outputs = 1] = weight.shape;
  if (count === inputs) return weight;
  return tf.slice(weight, [0, 0, 0, first, 0], [extent, extent, extent, count, outputs]);
}
