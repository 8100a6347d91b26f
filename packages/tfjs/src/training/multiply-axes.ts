import { sizeOf } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import type { VolumeShape } from './volume.ts';

/** A matrix `[after, before]` in C order. */
export interface AxisMatrix {
  readonly after: number;
  readonly before: number;
  readonly values: Float32Array;
}

/** The matrices of D, H and W. */
type AxisMatrices = readonly [AxisMatrix, AxisMatrix, AxisMatrix];

/**
 * A volume times a matrix along each of D, H and W, with its exact gradient: times the transposed matrices.
 *
 * @param name Of the verb.
 * @param matrixOf By the length of an axis.
 */
export function linearAlongAxes(
  name: string,
  volume: tf.Tensor,
  grid: VolumeShape,
  matrixOf: (length: number) => AxisMatrix,
): tf.Tensor5D {
  const matrices = grid.spatial.map(matrixOf) as unknown as AxisMatrices;
  return tf.tidy(() =>
    selectiveGradient(name, [volume], () => ({
      value: multiplyAxes(volume, grid, matrices),
      kept: [],
      gradients: (upstream) => [multiplyAxes(upstream, grid, matrices.map(transposed) as unknown as AxisMatrices)],
    })),
  ) as tf.Tensor5D;
}

/** Every plane `[length, voxels behind · channels]` is multiplied where it lies. */
function multiplyAxes(volume: tf.Tensor, { batch, channels }: VolumeShape, matrices: AxisMatrices): tf.Tensor5D {
  return tf.tidy(() => {
    const lengths = matrices.map(({ before }) => before);
    // The longest axes come last where axes get longer, first where they get shorter: fewer products.
    const axes = matrices[0].after > matrices[0].before ? [2, 1, 0] : [0, 1, 2];
    const result = axes.reduce((map: tf.Tensor, axis) => {
      const { after, before, values } = matrices[axis] as AxisMatrix;
      const rows = batch * sizeOf(lengths.slice(0, axis));
      const behind = channels * sizeOf(lengths.slice(axis + 1));
      lengths[axis] = after;
      const next = tf.tidy(() =>
        tf.matMul(tf.tensor3d(values, [1, after, before]), tf.reshape(map, [rows, before, behind])),
      );
      if (map !== volume) map.dispose();
      return next;
    }, volume);
    return tf.reshape<tf.Rank.R5>(result, [batch, ...lengths, channels] as never);
  });
}

const transposed = ({ after, before, values }: AxisMatrix): AxisMatrix => ({
  after: before,
  before: after,
  values: values.map((_, index) => values[(index % after) * before + Math.floor(index / after)] as number),
});
