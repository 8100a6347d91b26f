import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { splitVolume } from './volume.ts';

/**
 * `x / (1 + |x|)`, with its exact gradient `g / (1 + |x|)²`.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function softsign(map: tf.Tensor): tf.Tensor5D {
  splitVolume('map', map);
  const onePlus = (x: tf.Tensor) => tf.tidy(() => tf.add(tf.abs(x), 1));
  return tf.tidy(() =>
    selectiveGradient('softsign', [map], () => ({
      value: tf.div(map, onePlus(map)),
      kept: [map],
      gradients: (upstream, [kept]) => [tf.tidy(() => tf.div(upstream, tf.square(onePlus(kept as tf.Tensor))))],
    })),
  ) as tf.Tensor5D;
}
