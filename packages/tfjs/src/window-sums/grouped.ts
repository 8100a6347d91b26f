import * as tf from '@tensorflow/tfjs-core';
import { denseFilter } from './dense-filter.ts';
import { type Grid, stack, unstack } from './grid.ts';
import { groupedConvolution, hasGroupedConvolution } from './grouped-convolution.ts';

/**
 * One dense convolution over all maps: Algorithm 2 of the FastLNCC paper. The maps are its channels where the backend has
 * a grouped 3-D convolution, as TensorFlow on a GPU. Elsewhere they are its batch: the filters are identical, and so is
 * the result.
 */
export function groupedSums(maps: readonly tf.Tensor[], grid: Grid): tf.Tensor[] {
  return tf.tidy(() => {
    const volumes = stack(maps, grid);
    const filter = denseFilter(grid);
    const sums = hasGroupedConvolution()
      ? groupedConvolution(tf.reshape(volumes, [1, volumes.shape[0], ...grid.lengths]), filter)
      : tf.conv3d(volumes, filter, 1, 'same');
    return unstack(sums, maps);
  });
}
