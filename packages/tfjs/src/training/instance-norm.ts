import { UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { leakyGradient } from './leaky-gradient.ts';
import { type Mean, normalize, throughNormalization } from './normalize.ts';
import { splitVolume, type VolumeShape } from './volume.ts';

/** Options of {@link instanceNorm}. */
export interface InstanceNormOptions {
  /** Of the activation `y < 0 → slope · y` that follows; 1 for none. */
  readonly leakySlope: number;
}

/**
 * Every channel of every sample with mean 0 and variance 1 over the voxels (biased, ε = 1e-5), then a leaky slope, with the
 * exact gradient. Kept for it is the output alone: the slope is undone on the way back.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 *
 * Source: Ulyanov et al., Instance Normalization (2016).
 */
export function instanceNorm(map: tf.Tensor, { leakySlope }: InstanceNormOptions): tf.Tensor5D {
  const grid = splitVolume('map', map);
  if (!(leakySlope > 0 && leakySlope <= 1)) {
    throw new UnsupportedOptionError(`leakySlope is ${leakySlope}; it must be above 0 and at most 1.`);
  }
  const mean = meanOfVoxels(grid);
  const asRows = (volume: tf.Tensor) => tf.reshape(volume, [grid.batch, -1, grid.channels]);
  const isLeaky = leakySlope !== 1;
  return tf.tidy(() =>
    selectiveGradient('instanceNorm', [map], () => {
      const { value, inverse } = normalize(asRows(map), mean);
      const output = isLeaky ? tf.leakyRelu(value, leakySlope) : value;
      if (isLeaky) value.dispose();
      return {
        value: tf.reshape(output, map.shape),
        kept: [output, inverse],
        gradients: (upstream, kept, _, release) => {
          const [keptOutput, keptInverse] = kept as [tf.Tensor, tf.Tensor];
          const given = asRows(upstream);
          const gradient = isLeaky ? leakyGradient(given, keptOutput, leakySlope) : given;
          if (isLeaky) {
            given.dispose();
            release(upstream);
          }
          const before = isLeaky ? leakyGradient(keptOutput, keptOutput, 1 / leakySlope) : keptOutput;
          if (isLeaky) release(keptOutput);
          const toMap = throughNormalization(gradient, { value: before, inverse: keptInverse }, mean);
          return [tf.reshape(toMap, map.shape)];
        },
      };
    }),
  ) as tf.Tensor5D;
}

/** Of `[batch, voxels, channels]`, axis by axis: a mean of means keeps the rounding error near that of one axis. */
function meanOfVoxels({ batch, spatial: [depth, height, width], channels }: VolumeShape): Mean {
  return (rows) =>
    tf.tidy(() => {
      const lines = tf.mean(tf.reshape(rows, [batch * depth * height, width, channels]), 1);
      const planes = tf.mean(tf.reshape(lines, [batch * depth, height, channels]), 1);
      return tf.mean(tf.reshape(planes, [batch, depth, channels]), 1, true);
    });
}
