import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { splitVolume } from './volume.ts';

/**
 * A whole branch times its number of this step, with the exact gradient. At 0 it is a constant, so that nothing goes back
 * into the branch.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @param scale 0, or what makes up for the steps in which it is 0.
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 *
 * Source: Huang et al., Deep Networks with Stochastic Depth (2016).
 */
export function dropPath(map: tf.Tensor, scale: number): tf.Tensor {
  splitVolume('map', map);
  if (scale === 1) return map;
  return tf.tidy(() => {
    if (scale === 0) return tf.zeros(map.shape);
    return selectiveGradient('dropPath', [map], () => ({
      value: tf.mul(map, scale),
      kept: [],
      gradients: (upstream) => [tf.mul(upstream, scale)],
    }));
  });
}
