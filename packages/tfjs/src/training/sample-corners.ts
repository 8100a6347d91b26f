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
  const { channels } = lattice;
  return scope(() => {
    const flat = flatten(image, lattice);
    // Once, instead of in every product.
    const fractions = corners.fractions.map((fraction) =>
      channels === 1 ? fraction : tf.mul(fraction, tf.ones([1, channels])),
    );
    return interpolate((offset) => readRows(flat, corners.base, offset), fractions, lattice, withSlopes);
  });
}

/**
 * The derivatives of {@link sampleCorners} times a gradient `[voxels, channels]`, summed over the channels: along D, H, W,
 * each `[voxels, 1]`. As interpolation is linear, the sum comes first, and one channel is interpolated.
 */
export function slopesAlong(
  image: tf.Tensor,
  gradient: tf.Tensor,
  corners: Corners,
  lattice: Lattice,
): readonly tf.Tensor[] {
  return scope(() => {
    const flat = flatten(image, lattice);
    const read = (offset: number) =>
      tf.tidy(() => tf.sum(tf.mul(readRows(flat, corners.base, offset), gradient), 1, true));
    return interpolate(read, corners.fractions, lattice, true);
  }).slopes;
}

const flatten = (image: tf.Tensor, { margin, channels }: Lattice): tf.Tensor => {
  const around = [margin, margin] as const;
  return tf.tidy(() => tf.reshape(padVolume(image, [around, around, around]), [-1, channels]));
};

/** @param read What lies at an offset from the lowest corners. */
function interpolate(
  read: (offset: number) => tf.Tensor,
  fractions: readonly tf.Tensor[],
  { strides }: Lattice,
  withSlopes: boolean,
): Sampled {
  const along = (axis: number, offset: number): Sampled => {
    const fraction = fractions[axis];
    if (fraction === undefined) return { value: read(offset), slopes: [] };
    return scope(() => {
      const low = along(axis + 1, offset);
      const high = along(axis + 1, offset + (strides[axis] ?? 1));
      const slope = tf.sub(high.value, low.value);
      const between = (first: tf.Tensor, difference: tf.Tensor) => tf.add(first, tf.mul(difference, fraction));
      const inner = low.slopes.map((first, index) => between(first, tf.sub(high.slopes[index] as tf.Tensor, first)));
      return { value: between(low.value, slope), slopes: withSlopes ? [slope, ...inner] : [] };
    });
  };
  return along(0, 0);
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
      const weighted = (axis: number): tf.Tensor => {
        const fraction = corners.fractions[axis];
        return fraction === undefined ? gradient : tf.tidy(() => splitInTwo(weighted(axis + 1), fraction));
      };
      return tf.scatterND(rowsAt(corners.base, 0), weighted(0), [all, 8 * channels]);
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
function splitInTwo(rows: tf.Tensor, fraction: tf.Tensor): tf.Tensor {
  const high = tf.mul(rows, fraction);
  return tf.concat([tf.sub(rows, high), high], 1);
}

/** The adjoint of reading each row and the one a stride behind it side by side. */
function joinTwo(rows: tf.Tensor, columns: number, stride: number): tf.Tensor {
  const [count = 0] = rows.shape;
  const high = tf.tidy(() => {
    const moved = tf.slice(rows, [0, columns], [count - stride, columns]);
    return stride === 0 ? moved : tf.concat([tf.zeros([stride, columns]), moved], 0);
  });
  return tf.add(tf.slice(rows, [0, 0], [count, columns]), high);
}

const scope = (compute: () => Sampled): Sampled => tf.tidy(compute as () => never) as Sampled;
