import { sizeOf } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import type { VolumeShape } from './volume.ts';

/** What lies outside of an image: zeros, or with `clamp` the nearest voxel, positions being clamped to the grid. */
export type Outside = 'zero' | 'clamp';

/** A grid to sample, as rows of an image that lies flat. */
export interface Lattice extends VolumeShape {
  readonly outside: Outside;
  /**
   * Zeros around the image: positions are clamped to where both corners are zeros, so nothing is read beyond. None where
   * positions are clamped to the grid itself.
   */
  readonly margin: 0 | 2;
  /** Rows from a corner to the next along D, H, W. */
  readonly strides: readonly [number, number, number];
  /** Of one image of the batch, with its margin. */
  readonly rows: number;
}

/** Where the voxels of a grid come from. */
export interface Corners {
  /** int32 `[voxels]`: the row of the corner that is lowest along all three axes. */
  readonly base: tf.Tensor;
  /** Position between the corners along D, H, W, each `[voxels, 1]`. */
  readonly fractions: readonly [tf.Tensor, tf.Tensor, tf.Tensor];
}

export function planLattice(grid: VolumeShape, outside: Outside): Lattice {
  const margin = outside === 'zero' ? 2 : 0;
  const [depth, height, width] = grid.spatial.map((length) => length + 2 * margin) as [number, number, number];
  // A single voxel clamped to has no next one.
  const strides = [height * width, width, 1].map((stride, axis) =>
    outside === 'clamp' && grid.spatial[axis] === 1 ? 0 : stride,
  ) as [number, number, number];
  return { ...grid, outside, margin, strides, rows: depth * height * width };
}

/** Splits `p + displacement(p)` into whole and fractional voxels. */
export function locateCorners(displacement: tf.Tensor, lattice: Lattice): Corners {
  const { batch, spatial, strides, rows, margin, outside } = lattice;
  const [depth, height, width] = spatial.map((length) => length + 2 * margin) as [number, number, number];
  const rowsPerAxis = [height * width, width, 1];
  const whole = (value: number) => tf.scalar(value, 'int32');
  return tf.tidy(() => {
    const located = positions(displacement, lattice).map((moved, axis) =>
      tf.tidy(() => {
        const length = spatial[axis] ?? 1;
        const [least, most] = outside === 'zero' ? [-margin, length] : [0, length - 1];
        const position = tf.minimum(tf.maximum(moved(), least), most);
        const floor = tf.floor(position);
        // The last voxel is reached as the high corner, so that there is one.
        const low = outside === 'zero' ? floor : tf.minimum(floor, Math.max(0, length - 2));
        // Whole numbers of float32 end at 2^24, below the voxels of a large volume.
        const offset = tf.mul(tf.reshape(tf.cast(low, 'int32'), [-1]), whole(rowsPerAxis[axis] ?? 1));
        return { fraction: tf.sub(position, low), offset };
      }),
    ) as unknown as [Located, Located, Located];
    const [d, h, w] = located;
    const first = margin * rowsPerAxis.reduce((sum, each) => sum + each);
    const sum = tf.add(tf.add(tf.add(d.offset, h.offset), w.offset), whole(first));
    // A NaN displacement has no position: it must reach the loss, not read outside the image.
    const last = depth * height * width - 1 - strides.reduce((total, stride) => total + stride, 0);
    const inside = tf.maximum(tf.minimum(sum, whole(last)), whole(0));
    return { base: ownImage(inside, batch, rows), fractions: [d.fraction, h.fraction, w.fraction] };
  }) as unknown as Corners;
}

/** 1 where a component of the position is not clamped to the grid, 0 where it is, or lies on its border: each `[voxels, 1]`. */
export function freeComponents(displacement: tf.Tensor, lattice: Lattice): readonly tf.Tensor[] {
  return positions(displacement, lattice).map((moved, axis) =>
    tf.tidy(() => {
      const position = moved();
      const last = (lattice.spatial[axis] ?? 1) - 1;
      return tf.cast(tf.logicalAnd(tf.greater(position, 0), tf.less(position, last)), 'float32');
    }),
  );
}

interface Located {
  readonly fraction: tf.Tensor;
  readonly offset: tf.Tensor;
}

/** `p + displacement(p)` along D, H, W, each `[voxels, 1]` when it is asked for. */
function positions(displacement: tf.Tensor, { batch, spatial }: VolumeShape): readonly (() => tf.Tensor)[] {
  const voxels = batch * spatial[0] * spatial[1] * spatial[2];
  const components = tf.split(tf.reshape(displacement, [voxels, 3]), 3, 1);
  return spatial.map((length, axis) => () => {
    const inside = sizeOf(spatial.slice(axis + 1));
    const moved = tf.add(
      tf.reshape(components[axis] as tf.Tensor, [-1, length, inside]),
      tf.reshape(tf.range(0, length), [length, 1]),
    );
    return tf.reshape(moved, [voxels, 1]);
  });
}

/** Rows within an image as rows within the batch. */
function ownImage(rows: tf.Tensor, batch: number, rowsPerImage: number): tf.Tensor {
  if (batch === 1) return rows;
  const first = tf.mul(tf.range(0, batch, 1, 'int32'), tf.scalar(rowsPerImage, 'int32'));
  return tf.reshape(tf.add(tf.reshape(rows, [batch, -1]), tf.reshape(first, [batch, 1])), [-1]);
}
