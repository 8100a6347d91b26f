import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { splitVolume } from './volume.ts';

/**
 * Every voxel doubled along the three axes, with its exact gradient: the sum of the eight copies.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @returns `[batch, 2D, 2H, 2W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function upsampleNearest(map: tf.Tensor): tf.Tensor5D {
  const {
    batch,
    spatial: [depth, height, width],
    channels,
  } = splitVolume('map', map);
  // Axis by axis at rank 3, from the innermost: rows, the axis, and all that is inside of it.
  const steps = [
    { rows: batch * depth * height * width, inside: channels },
    { rows: batch * depth * height, inside: 2 * width * channels },
    { rows: batch * depth, inside: 4 * height * width * channels },
  ];
  const doubled = [batch, 2 * depth, 2 * height, 2 * width, channels];
  const forward = () =>
    tf.reshape(
      steps.reduce<tf.Tensor>((volume, step) => twice(volume, step), map),
      doubled,
    );
  const backward = (upstream: tf.Tensor) =>
    tf.reshape(
      steps.reduceRight<tf.Tensor>((volume, step) => sumOfTwo(volume, step), upstream),
      map.shape,
    );
  return tf.tidy(() =>
    selectiveGradient('upsampleNearest', [map], () => ({
      value: forward(),
      kept: [],
      gradients: (upstream) => [backward(upstream)],
    })),
  ) as tf.Tensor5D;
}

interface Step {
  readonly rows: number;
  readonly inside: number;
}

function twice(volume: tf.Tensor, { rows, inside }: Step): tf.Tensor {
  return tf.tidy(() => {
    const single = tf.reshape(volume, [rows, 1, inside]);
    return tf.concat([single, single], 1);
  });
}

function sumOfTwo(volume: tf.Tensor, { rows, inside }: Step): tf.Tensor {
  return tf.tidy(() => {
    const pairs = tf.reshape(volume, [rows, 2 * inside]);
    return tf.add(tf.slice(pairs, [0, 0], [rows, inside]), tf.slice(pairs, [0, inside], [rows, inside]));
  });
}
