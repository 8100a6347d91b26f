import * as tf from '@tensorflow/tfjs-core';
import type { Corners, Lattice } from './locate-corners.ts';
import { padVolume } from './pad-volume.ts';

/** Values at fractional positions, and their derivatives along D, H, W, all `[voxels, channels]`. */
export interface Sampled {
  readonly value: tf.Tensor;
  readonly slopes: readonly tf.Tensor[];
}

/** Linear interpolation between the eight corners of every voxel, of an image `[batch, D, H, W, channels]`. */
export function sampleCorners(image: tf.Tensor, corners: Corners, lattice: Lattice, withSlopes: boolean): Sampled {
  const { margin, channels, strides } = lattice;
  return scope(() => {
    const around = [margin, margin] as const;
    const flat = tf.reshape(padVolume(image, [around, around, around]), [-1, channels]);
    // Once, instead of in every product.
    const fractions = corners.fractions.map((fraction) =>
      channels === 1 ? fraction : tf.mul(fraction, tf.ones([1, channels])),
    );
    const interpolate = (axis: number, offset: number): Sampled => {
      const fraction = fractions[axis];
      if (fraction === undefined) return { value: readRows(flat, corners.base, offset), slopes: [] };
      return scope(() => {
        const low = interpolate(axis + 1, offset);
        const high = interpolate(axis + 1, offset + (strides[axis] ?? 1));
        const slope = tf.sub(high.value, low.value);
        const between = (first: tf.Tensor, difference: tf.Tensor) => tf.add(first, tf.mul(difference, fraction));
        const inner = low.slopes.map((first, index) => between(first, tf.sub(high.slopes[index] as tf.Tensor, first)));
        return { value: between(low.value, slope), slopes: withSlopes ? [slope, ...inner] : [] };
      });
    };
    return interpolate(0, 0);
  });
}

/**
 * The adjoint of the eight readings: every voxel's gradient times the weight of each corner, added there. All corners of a
 * voxel are one row at its lowest corner, which is added once: adding costs by the row. The eight parts of the rows then move
 * to their corners together.
 *
 * @param gradient `[voxels, channels]`
 * @returns `[batch, D, H, W, channels]`
 */
export function spreadToCorners(gradient: tf.Tensor, corners: Corners, lattice: Lattice): tf.Tensor {
  const { batch, spatial, channels, margin, strides, rows } = lattice;
  const all = batch * rows;
  return tf.tidy(() => {
    const atLowest = tf.tidy(() => {
      const weighted = corners.fractions.reduceRight<tf.Tensor>(splitInTwo, gradient);
      return tf.scatterND(rowsAt(corners.base, 0), weighted, [all, 8 * channels]);
    });
    let apart = atLowest;
    for (const [axis, stride] of strides.entries()) {
      const next = tf.tidy(() => joinTwo(apart, (8 * channels) / 2 ** (axis + 1), stride));
      apart.dispose();
      apart = next;
    }
    const padded = [batch, ...spatial.map((length) => length + 2 * margin), channels];
    if (margin === 0) return tf.reshape(apart, padded);
    return tf.slice(tf.reshape(apart, padded), [0, margin, margin, margin, 0], [batch, ...spatial, channels]);
  });
}

/** One row per voxel. By `gatherND`, which is several times as fast as `gather` on most backends. */
const readRows = (flat: tf.Tensor, base: tf.Tensor, offset: number): tf.Tensor =>
  tf.tidy(() => tf.gatherND(flat, rowsAt(base, offset)));

/** Rows `[voxels, 1]` that lie at an offset. */
const rowsAt = (base: tf.Tensor, offset: number): tf.Tensor =>
  tf.tidy(() => tf.reshape(offset === 0 ? base : tf.add(base, tf.scalar(offset, 'int32')), [-1, 1]));

/** Rows as their shares at the low and, behind them, at the high corners of an axis. */
const splitInTwo = (rows: tf.Tensor, fraction: tf.Tensor): tf.Tensor =>
  tf.tidy(() => {
    const high = tf.mul(rows, fraction);
    return tf.concat([tf.sub(rows, high), high], 1);
  });

/** The adjoint of reading each row and the one a stride behind it side by side. */
function joinTwo(rows: tf.Tensor, columns: number, stride: number): tf.Tensor {
  const [count = 0] = rows.shape;
  const low = tf.slice(rows, [0, 0], [count, columns]);
  const high = tf.slice(rows, [0, columns], [count - stride, columns]);
  return tf.add(low, stride === 0 ? high : tf.concat([tf.zeros([stride, columns]), high], 0));
}

const scope = (compute: () => Sampled): Sampled => tf.tidy(compute as () => never) as Sampled;
