import * as tf from '@tensorflow/tfjs-core';
import type { Windows } from './attend.ts';

/** A map `[1, D, H, W, parts · heads · depth]` rolled and cut: `[windows, parts · heads, tokens, depth]`. */
export function cutWindows(map: tf.Tensor, { order, windows, tokens, depth }: Windows): tf.Tensor {
  return tf.tidy(() => {
    const rows = takeRows(tf.reshape(map, [order.length, -1]), order);
    return tf.transpose(tf.reshape(rows, [windows, tokens, -1, depth]), [0, 2, 1, 3]);
  });
}

/** The inverse of {@link cutWindows}, and its adjoint: `[voxels, parts · heads · depth]`. */
export function joinWindows(cut: tf.Tensor, { inverse }: Windows): tf.Tensor {
  return tf.tidy(() => takeRows(tf.reshape(tf.transpose(cut, [0, 2, 1, 3]), [inverse.length, -1]), inverse));
}

/** The bias of every pair of tokens, from the table of relative positions: `[1, heads, tokens, tokens]`. */
export function biasOf(table: tf.Tensor, { relativeIndex, heads, tokens }: Windows): tf.Tensor {
  return tf.tidy(() => tf.reshape(tf.transpose(takeRows(table, relativeIndex)), [1, heads, tokens, tokens]));
}

/**
 * The adjoint of {@link biasOf}: `[heads, tokens, tokens]` to the table. Pairs are gathered and summed, in one order on all
 * backends: `scatterND` adds in any order on a GPU.
 */
export function sumByPosition(bias: tf.Tensor, { pairs, heads, tokens }: Windows): tf.Tensor {
  return tf.tidy(() => {
    const byPair = tf.transpose(tf.reshape(bias, [heads, tokens ** 2]));
    const rows = takeRows(tf.concat([byPair, tf.zeros([1, heads])], 0), pairs);
    return tf.sum(tf.reshape(rows, [-1, tokens, heads]), 1);
  });
}

/** By `gatherND`, which is several times as fast as `gather` on most backends. */
const takeRows = (matrix: tf.Tensor, places: Int32Array): tf.Tensor =>
  tf.tidy(() => tf.gatherND(matrix, tf.tensor2d(places, [places.length, 1], 'int32')));
