import { ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { splitVolume } from './volume.ts';

/**
 * Every channel times a constant of its own, with its exact gradient.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @param factors One per channel.
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function scaleChannels(map: tf.Tensor, factors: readonly number[]): tf.Tensor5D {
  const { channels } = splitVolume('map', map);
  if (factors.length !== channels) {
    throw new ShapeMismatchError(`factors has ${factors.length} numbers for ${channels} channels; give one for each.`);
  }
  const scaled = (volume: tf.Tensor) =>
    tf.tidy(() => tf.reshape(tf.mul(tf.reshape(volume, [-1, channels]), tf.tensor1d([...factors])), map.shape));
  return tf.tidy(() =>
    selectiveGradient('scaleChannels', [map], () => ({
      value: scaled(map),
      kept: [],
      gradients: (upstream) => [scaled(upstream)],
    })),
  ) as tf.Tensor5D;
}
