import { bandMatrix } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { isNative } from '../native-operation.ts';
import { productsOfPlanes } from './band-planes.ts';
import { productsByTurns } from './band-turns.ts';
import { type Bands, type Grid, isTrivial } from './grid.ts';

/**
 * One product with a band matrix per axis. TensorFlow multiplies every plane of a stack by one matrix where it lies;
 * other backends would copy the matrix or go plane by plane, and multiply rows.
 */
export function bandedSums(maps: readonly tf.Tensor[], grid: Grid): tf.Tensor[] {
  return tf.tidy(() => {
    const bands: Bands = grid.factors.map((factor, axis) =>
      isTrivial(factor) ? undefined : bandOf(factor, grid.lengths[axis] ?? 1),
    );
    const products = isNative() ? productsOfPlanes : productsByTurns;
    return maps.map((map) => tf.tidy(() => products(map, grid, bands)));
  });
}

function bandOf(factor: Float64Array, length: number): tf.Tensor2D {
  return tf.tensor2d(bandMatrix(factor, length), [length, length]);
}
