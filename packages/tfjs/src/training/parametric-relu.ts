import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import { isNative, isNativeGpu } from '../native-operation.ts';
import { selectiveGradient } from '../selective-gradient.ts';
import { leakyGradient } from './leaky-gradient.ts';
import { splitVolume } from './volume.ts';

/**
 * `x > 0 → x`, else `slope · x`, with one learned slope for all channels, and with its exact gradients: `g` or `slope · g` to
 * the map, `Σ g · min(x, 0)` to the slope. At 0 the derivative is the slope.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @param slope `[1]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function parametricRelu(map: tf.Tensor, slope: tf.Tensor): tf.Tensor5D {
  const { channels } = splitVolume('map', map);
  assertTensor('slope', slope, '[1]');
  if (formatShape(slope.shape) !== '[1]') {
    throw new ShapeMismatchError(`slope has the shape ${formatShape(slope.shape)}; give one for all channels, [1].`);
  }
  return tf.tidy(() =>
    selectiveGradient('parametricRelu', [map, slope], () => ({
      value: activate(map, slope),
      kept: [map, slope],
      gradients: (upstream, [keptMap, keptSlope], wanted) => {
        const [x, a] = [keptMap, keptSlope] as [tf.Tensor, tf.Tensor];
        const toMap = wanted.has(0) ? activateAdjoint(upstream, x, a) : undefined;
        const toSlope = wanted.has(1)
          ? tf.tidy(() => {
              const products = tf.reshape(tf.mul(upstream, tf.minimum(x, 0)), [-1, channels]);
              // A sum of sums keeps the rounding error near that of one channel.
              return tf.reshape(tf.sum(tf.sum(products, 0)), [1]);
            })
          : undefined;
        return [toMap, toSlope];
      },
    })),
  ) as tf.Tensor5D;
}

/** `max(x, 0) + slope · min(x, 0)`: `tf.prelu` gives wrong values at rank 5 on WebGPU. */
function activate(map: tf.Tensor, slope: tf.Tensor): tf.Tensor {
  if (readsAtOnce()) return tf.leakyRelu(map, slope.dataSync()[0]);
  return tf.tidy(() => {
    const flat = tf.reshape(map, [-1]);
    const negative = tf.tidy(() => tf.mul(tf.minimum(flat, 0), slope));
    return tf.reshape(tf.add(tf.relu(flat), negative), map.shape);
  });
}

/** The adjoint of {@link activate} in the map. */
function activateAdjoint(gradient: tf.Tensor, map: tf.Tensor, slope: tf.Tensor): tf.Tensor {
  if (readsAtOnce()) return leakyGradient(gradient, map, slope.dataSync()[0] as number);
  return tf.tidy(() => {
    const isPositive = tf.step(tf.reshape(map, [-1]));
    const derivative = tf.add(isPositive, tf.mul(tf.sub(1, isPositive), slope));
    return tf.mul(gradient, tf.reshape(derivative, map.shape));
  });
}

/** Whether a slope can be read without waiting, for an operation of TensorFlow that takes it as a number: one instead of many. */
const readsAtOnce = (): boolean => isNative() && !isNativeGpu(tf.getBackend());
