import * as tf from '@tensorflow/tfjs-core';
import type { VolumeShape } from './volume.ts';

/** Zeros around the image: positions are clamped to where both corners are zeros, so nothing is read beyond. */
export const margin = 2;

/** Where the voxels of a grid come from, in an image that lies flat with its margin. */
export interface Corners {
  /** int32 `[voxels]`: the row of the corner that is lowest along all three axes. */
  readonly base: tf.Tensor;
  /** Position between the corners along D, H, W, each `[voxels, 1]`. */
  readonly fractions: readonly [tf.Tensor, tf.Tensor, tf.Tensor];
}

/** Rows from a corner to the next along D, H, W, and rows of one image of the batch, all with the margin. */
export function paddedStrides({ spatial }: VolumeShape): {
  readonly strides: readonly [number, number, number];
  readonly rows: number;
} {
  const [depth, height, width] = spatial.map((length) => length + 2 * margin) as [number, number, number];
  return { strides: [height * width, width, 1], rows: depth * height * width };
}

/** Splits `p + displacement(p)` into whole and fractional voxels. */
export function locateCorners(displacement: tf.Tensor, grid: VolumeShape): Corners {
  const { batch, spatial } = grid;
  const { strides, rows } = paddedStrides(grid);
  const voxels = batch * spatial[0] * spatial[1] * spatial[2];
  const whole = (value: number) => tf.scalar(value, 'int32');
  return tf.tidy(() => {
    const components = tf.split(tf.reshape(displacement, [voxels, 3]), 3, 1);
    const located = spatial.map((length, axis) =>
      tf.tidy(() => {
        const inside = spatial.slice(axis + 1).reduce((product, each) => product * each, 1);
        const moved = tf.add(
          tf.reshape(components[axis] as tf.Tensor, [-1, length, inside]),
          tf.reshape(tf.range(0, length), [length, 1]),
        );
        const position = tf.minimum(tf.maximum(tf.reshape(moved, [voxels, 1]), -margin), length);
        const low = tf.floor(position);
        // Whole numbers of float32 end at 2^24, below the voxels of a large volume.
        const offset = tf.mul(tf.reshape(tf.cast(low, 'int32'), [voxels]), whole(strides[axis] ?? 1));
        return { fraction: tf.sub(position, low), offset };
      }),
    ) as unknown as [Located, Located, Located];
    const [d, h, w] = located;
    const first = margin * (strides[0] + strides[1] + 1);
    const sum = tf.add(tf.add(tf.add(d.offset, h.offset), w.offset), whole(first));
    // A NaN displacement has no position: it must reach the loss, not read outside the image.
    const last = rows - 1 - (strides[0] + strides[1] + 1);
    const inside = tf.maximum(tf.minimum(sum, whole(last)), whole(0));
    return { base: ownImage(inside, batch, rows), fractions: [d.fraction, h.fraction, w.fraction] };
  }) as unknown as Corners;
}

interface Located {
  readonly fraction: tf.Tensor;
  readonly offset: tf.Tensor;
}

/** Rows within an image as rows within the batch. */
function ownImage(rows: tf.Tensor, batch: number, rowsPerImage: number): tf.Tensor {
  if (batch === 1) return rows;
  const first = tf.mul(tf.range(0, batch, 1, 'int32'), tf.scalar(rowsPerImage, 'int32'));
  return tf.reshape(tf.add(tf.reshape(rows, [batch, -1]), tf.reshape(first, [batch, 1])), [-1]);
}
