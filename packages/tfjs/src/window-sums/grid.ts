import type { Window } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';

/** The spatial axes under a map `[batch, channels, voxels]`, as three: axes an image does not have have length 1. */
export interface Grid {
  readonly lengths: readonly [number, number, number];
  /** Window weights per axis; `[1]` on an axis without a window. */
  readonly factors: readonly [Float64Array, Float64Array, Float64Array];
  readonly window: Window;
}

/** The (symmetric) band matrix of every axis; none for an axis without a window. */
export type Bands = readonly (tf.Tensor2D | undefined)[];

/** Window sums of maps of one shape, each of the shape of its map. */
export type WindowSums = (maps: readonly tf.Tensor[], grid: Grid) => tf.Tensor[];

/** The grid of an image and a window of 1, 2 or 3 axes. */
export function createGrid(spatial: readonly number[], window: Window): Grid {
  const missing = 3 - spatial.length;
  const axis = (index: number) => ({
    length: spatial[index - missing] ?? 1,
    factor: window.factors[index - missing] ?? Float64Array.of(1),
  });
  const [depth, height, width] = [axis(0), axis(1), axis(2)];
  return {
    lengths: [depth.length, height.length, width.length],
    factors: [depth.factor, height.factor, width.factor],
    window,
  };
}

/** True for the axis of an image that has no window along it: its pass would change nothing. */
export function isTrivial(factor: Float64Array): boolean {
  return factor.length === 1 && factor[0] === 1;
}

/** Maps stacked as the batch of one volume `[maps · batch · channels, D, H, W, 1]`. */
export function stack(maps: readonly tf.Tensor[], { lengths }: Grid): tf.Tensor5D {
  const [depth, height, width] = lengths;
  const voxels = depth * height * width;
  return tf.tidy(() => {
    const rows = maps.map((map) => tf.reshape(map, [map.size / voxels, voxels]));
    return tf.reshape(tf.concat(rows, 0), [-1, depth, height, width, 1]);
  });
}

/** The maps of a stack, in order. */
export function unstack(stacked: tf.Tensor, maps: readonly tf.Tensor[]): tf.Tensor[] {
  return tf.tidy(() => {
    const [first] = maps;
    if (first === undefined) return [];
    const rows = tf.reshape(stacked, [maps.length, first.size]);
    return maps.map((map, index) => tf.reshape(tf.slice(rows, [index, 0], [1, first.size]), map.shape));
  });
}
