import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { splitVolume } from './volume.ts';

/**
 * `x Φ(x)`, Φ being the normal distribution: `0.5 x (1 + erf(x / √2))`, not its tanh approximation, with its exact gradient.
 * Kept for the gradient is the derivative `Φ(x) + x φ(x)`, which shares Φ with the value.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 *
 * Source: Hendrycks and Gimpel, Gaussian Error Linear Units (2016).
 */
export function gelu(map: tf.Tensor): tf.Tensor5D {
  splitVolume('map', map);
  const recorded = tf.engine().isTapeOn();
  return tf.tidy(() =>
    selectiveGradient('gelu', [map], () => {
      const probability = cumulative(map);
      return {
        value: tf.mul(map, probability),
        kept: recorded ? [derivative(map, probability)] : [],
        gradients: (upstream, [slope]) => [tf.mul(upstream, slope as tf.Tensor)],
      };
    }),
  ) as tf.Tensor5D;
}

// Each operation in a scope of its own, so that two maps live at a time beside the given ones.

/** Φ(x) */
function cumulative(map: tf.Tensor): tf.Tensor {
  const scaled = () => tf.tidy(() => tf.erf(tf.mul(map, Math.SQRT1_2)));
  const shifted = () => tf.tidy(() => tf.add(scaled(), 1));
  return tf.tidy(() => tf.mul(shifted(), 0.5));
}

/** `Φ(x) + x φ(x)` */
function derivative(map: tf.Tensor, probability: tf.Tensor): tf.Tensor {
  const exponent = () => tf.tidy(() => tf.mul(tf.square(map), -0.5));
  const exponential = () => tf.tidy(() => tf.exp(exponent()));
  const product = () => tf.tidy(() => tf.mul(map, exponential()));
  const density = () => tf.tidy(() => tf.mul(product(), 1 / Math.sqrt(2 * Math.PI)));
  return tf.tidy(() => tf.add(probability, density()));
}
