import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { assertPatches, fromPatches, toPatches } from './patches.ts';
import { splitVolume } from './volume.ts';

/** The offsets 000, 100, 010, 001, 110, 011, 101, 111 along D, H, W as binary numbers, and their inverse. */
const order = [0b000, 0b100, 0b010, 0b001, 0b110, 0b011, 0b101, 0b111];
const inverse = order.map((_, binary) => order.indexOf(binary));

/**
 * Every 2×2×2 voxels as one, their channels one after the other: offsets 000, 100, 010, 001, 110, 011, 101, 111 along
 * D, H, W. With its exact gradient.
 *
 * @param map float32 `[batch, D, H, W, channels]`, D, H and W even.
 * @returns `[batch, D/2, H/2, W/2, 8 · channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 *
 * Source: the patch merging of TransMorph; Liu et al., Swin Transformer (2021), in three dimensions.
 */
export function mergePatches(map: tf.Tensor): tf.Tensor5D {
  const grid = splitVolume('map', map);
  assertPatches('map', map, grid, 2);
  const { batch, spatial, channels } = grid;
  const merged = [batch, ...spatial.map((length) => length / 2), 8 * channels];
  return tf.tidy(() =>
    selectiveGradient('mergePatches', [map], () => ({
      value: tf.reshape(inOrder(toPatches(map, grid, 2), order), merged),
      kept: [],
      gradients: (upstream) => [fromPatches(inOrder(tf.reshape(upstream, [-1, 8 * channels]), inverse), grid, 2)],
    })),
  ) as tf.Tensor5D;
}

/** The eight voxels of every row in another order. */
const inOrder = (rows: tf.Tensor2D, places: readonly number[]): tf.Tensor =>
  tf.tidy(() => {
    const voxels = tf.split(rows, 8, 1);
    return tf.concat(
      places.map((place) => voxels[place] as tf.Tensor2D),
      1,
    );
  });
