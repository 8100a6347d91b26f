import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import { selectiveGradient } from '../selective-gradient.ts';
import { normalize, throughNormalization } from './normalize.ts';
import { splitVolume } from './volume.ts';

/**
 * Every voxel's channels with mean 0 and variance 1 (biased, ε = 1e-5), then `gain · x + offset` by channel, with the exact
 * gradients. Kept for them is the map before the gain.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @param gain `[channels]`
 * @param offset `[channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 *
 * Source: Ba et al., Layer Normalization (2016).
 */
export function layerNorm(map: tf.Tensor, gain: tf.Tensor, offset: tf.Tensor): tf.Tensor5D {
  const { channels } = splitVolume('map', map);
  assertVectors({ gain, offset }, channels);
  return tf.tidy(() =>
    selectiveGradient('layerNorm', [map, gain, offset], () => {
      const { value, inverse } = normalize(tf.reshape(map, [-1, channels]), meanOfRow);
      const scaled = tf.tidy(() => tf.add(tf.mul(value, gain), offset));
      return {
        value: tf.reshape(scaled, map.shape),
        kept: [value, inverse, gain],
        gradients: (upstream, kept, wanted, release) => {
          const [keptValue, keptInverse, keptGain] = kept as [tf.Tensor, tf.Tensor, tf.Tensor];
          const gradient = tf.reshape(upstream, [-1, channels]);
          const toOffset = wanted.has(2) ? tf.sum(gradient, 0) : undefined;
          const toGain = wanted.has(1) ? tf.tidy(() => tf.sum(tf.mul(gradient, keptValue), 0)) : undefined;
          if (!wanted.has(0)) return [undefined, toGain, toOffset];
          const inner = tf.mul(gradient, keptGain);
          gradient.dispose();
          release(upstream);
          const toMap = throughNormalization(inner, { value: keptValue, inverse: keptInverse }, meanOfRow);
          return [tf.reshape(toMap, map.shape), toGain, toOffset];
        },
      };
    }),
  ) as tf.Tensor5D;
}

const meanOfRow = (rows: tf.Tensor): tf.Tensor => tf.mean(rows, 1, true);

function assertVectors(vectors: Readonly<Record<string, tf.Tensor>>, channels: number): void {
  for (const [name, vector] of Object.entries(vectors)) {
    assertTensor(name, vector, '[channels]');
    if (formatShape(vector.shape) !== formatShape([channels])) {
      throw new ShapeMismatchError(
        `${name} has the shape ${formatShape(vector.shape)}; a map of ${channels} channels needs [${channels}].`,
      );
    }
  }
}
