import * as tf from '@tensorflow/tfjs-core';

/** Zeros before and behind each of the axes D, H, W. */
export type Zeros = readonly [readonly [number, number], readonly [number, number], readonly [number, number]];

/** A volume `[batch, D, H, W, channels]` with zeros around it. At rank 3 and 4: at rank 5 the kernels of WebGL and WebGPU fail. */
export function padVolume(volume: tf.Tensor, [aroundD, aroundH, aroundW]: Zeros): tf.Tensor {
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = volume.shape;
  if ([...aroundD, ...aroundH, ...aroundW].every((count) => count === 0)) return volume;
  return tf.tidy(() => {
    const planes = tf.pad(tf.reshape(volume, [batch * depth, height, width, channels]), [
      [0, 0],
      [...aroundH],
      [...aroundW],
      [0, 0],
    ]);
    const [, paddedHeight = 1, paddedWidth = 1] = planes.shape;
    const whole = tf.pad(tf.reshape(planes, [batch, depth, paddedHeight * paddedWidth * channels]), [
      [0, 0],
      [...aroundD],
      [0, 0],
    ]);
    return tf.reshape(whole, [batch, aroundD[0] + depth + aroundD[1], paddedHeight, paddedWidth, channels]);
  });
}
