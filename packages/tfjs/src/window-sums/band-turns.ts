import * as tf from '@tensorflow/tfjs-core';
import type { Bands, Grid } from './grid.ts';

/**
 * From the last axis to the first: the rows of a map are multiplied by the matrix and transposed, which brings the next
 * axis to the end. After as many turns as axes only the images of the batch are last, and one more transposition puts
 * them first.
 */
export function productsByTurns(map: tf.Tensor, { lengths }: Grid, bands: Bands): tf.Tensor {
  let turned = map;
  for (let axis = 2; axis >= 0; axis--) {
    const next = turn(turned, lengths[axis] ?? 1, bands[axis]);
    if (turned !== map) turned.dispose();
    turned = next;
  }
  const voxels = lengths[0] * lengths[1] * lengths[2];
  const images = map.size / voxels;
  return tf.reshape(images === 1 ? turned : tf.transpose(tf.reshape(turned, [voxels, images])), map.shape);
}

/** Rows of one axis times its band matrix, transposed. A transposition of a single column is a reshape. */
function turn(map: tf.Tensor, length: number, band: tf.Tensor2D | undefined): tf.Tensor {
  return tf.tidy(() => {
    const rows = tf.reshape(map, [map.size / length, length]);
    const summed = band === undefined ? rows : tf.matMul(rows, band);
    return length === 1 ? summed : tf.transpose(summed);
  });
}
