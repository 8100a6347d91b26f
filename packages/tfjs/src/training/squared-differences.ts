import { ShapeMismatchError, sizeOf } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { splitVolume, type VolumeShape } from './volume.ts';

/**
 * Smoothness of a displacement, with its exact gradient: the mean over the three axes of the mean squared forward
 * difference along that axis,
 *
 *     1/3 Σ_axis mean( (scale_axis · (u(x + 1) − u(x)))² )
 *
 * (TransMorph's `Grad3d('l2')`).
 *
 * @param displacement float32 `[batch, D, H, W, channels]`, every length of D, H, W at least 2.
 * @param scales Along D, H, W. Default 1.
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function squaredDifferences(
  displacement: tf.Tensor,
  scales: readonly [number, number, number] = [1, 1, 1],
): tf.Scalar {
  const axes = planAxes(splitVolume('displacement', displacement), scales);
  return tf.tidy(() =>
    selectiveGradient('squaredDifferences', [displacement], () => ({
      value: meanSquares(displacement, axes),
      kept: [displacement],
      gradients: (upstream, [kept]) => [pullBack(kept as tf.Tensor, axes, upstream)],
    })),
  ) as tf.Scalar;
}

/** One axis as the middle one of rank 3. */
interface Axis {
  readonly rows: number;
  readonly length: number;
  readonly inside: number;
  /** Of a squared difference in the result. */
  readonly weight: number;
}

function planAxes({ batch, spatial, channels }: VolumeShape, scales: readonly number[]): readonly Axis[] {
  return spatial.map((length, axis) => {
    if (length < 2) {
      throw new ShapeMismatchError(
        `displacement has the spatial lengths [${spatial.join(', ')}]; differences need at least 2 along every axis.`,
      );
    }
    const rows = batch * sizeOf(spatial.slice(0, axis));
    const inside = channels * sizeOf(spatial.slice(axis + 1));
    const scale = scales[axis] ?? 1;
    return { rows, length, inside, weight: scale ** 2 / (3 * rows * (length - 1) * inside) };
  });
}

function meanSquares(displacement: tf.Tensor, axes: readonly Axis[]): tf.Tensor {
  return axes
    .map((axis) =>
      tf.tidy(() => {
        const squares = tf.square(forwardDifference(displacement, axis));
        // Row by row: a sum of sums keeps the rounding error near that of one row.
        return tf.mul(tf.sum(tf.sum(tf.reshape(squares, [squares.shape[0] ?? 1, -1]), 1)), axis.weight);
      }),
    )
    .reduce((sum, term) => tf.add(sum, term));
}

function pullBack(displacement: tf.Tensor, axes: readonly Axis[], upstream: tf.Tensor): tf.Tensor {
  const pulled = axes
    .map((axis) => () => {
      const scaled = tf.mul(forwardDifference(displacement, axis), 2 * axis.weight);
      const [before, after] = [1, 0].map((zeros) =>
        tf.pad(scaled, [
          [0, 0],
          [zeros, 1 - zeros],
          [0, 0],
        ]),
      ) as [tf.Tensor, tf.Tensor];
      return tf.reshape(tf.sub(before, after), displacement.shape);
    })
    .reduce<tf.Tensor | undefined>((sum, term) => {
      const next = tf.tidy(() => (sum === undefined ? term() : tf.add(sum, term())));
      sum?.dispose();
      return next;
    }, undefined);
  return tf.mul(pulled as tf.Tensor, upstream);
}

/** `u(x + 1) − u(x)` along one axis, one shorter there: `[rows, length − 1, inside]`. */
function forwardDifference(displacement: tf.Tensor, { rows, length, inside }: Axis): tf.Tensor {
  return tf.tidy(() => {
    const map = tf.reshape(displacement, [rows, length, inside]);
    const size = [rows, length - 1, inside];
    return tf.sub(tf.slice(map, [0, 1, 0], size), tf.slice(map, [0, 0, 0], size));
  });
}
