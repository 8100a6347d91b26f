import * as tf from '@tensorflow/tfjs-core';
import type { Bands, Grid } from './grid.ts';

/**
 * No transposition: along the last axis the rows of a map times the matrix, along the axes before it the matrix times
 * every plane `[length, voxels behind the axis]`, one matrix for all planes.
 */
export function productsOfPlanes(map: tf.Tensor, { lengths }: Grid, bands: Bands): tf.Tensor {
  const sums = lengths.reduceRight((volume: tf.Tensor, length, axis) => {
    const band = bands[axis];
    if (band === undefined) return volume;
    const behind = lengths.slice(axis + 1).reduce((product, next) => product * next, 1);
    const planes = tf.reshape(volume, [map.size / (length * behind), length, behind]);
    const next =
      behind === 1
        ? tf.matMul(tf.reshape(volume, [map.size / length, length]), band)
        : tf.matMul(tf.reshape(band, [1, length, length]), planes);
    if (volume !== map) volume.dispose();
    return next;
  }, map);
  return tf.reshape(sums, map.shape);
}
