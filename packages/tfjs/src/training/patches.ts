import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import type { VolumeShape } from './volume.ts';

/**
 * Cubes of a volume as rows: `[batch · D/extent · H/extent · W/extent, extent³ · channels]`, the place in the cube (W fastest)
 * before the channel. At rank 6, the most that all backends transpose.
 */
export function toPatches(volume: tf.Tensor, grid: VolumeShape, extent: number): tf.Tensor2D {
  const { channels } = grid;
  return tf.tidy(() => {
    const apart = tf.transpose(tf.reshape(volume, besideEachOther(grid, extent)), [0, 2, 4, 1, 3, 5]);
    return tf.reshape(apart, [-1, extent ** 3 * channels]);
  });
}

/** The inverse of {@link toPatches}, and its adjoint. */
export function fromPatches(rows: tf.Tensor, grid: VolumeShape, extent: number): tf.Tensor5D {
  const [depth, , height, , width] = besideEachOther(grid, extent);
  const { batch, spatial, channels } = grid;
  return tf.tidy(() => {
    const apart = tf.reshape(rows, [depth, height, width, extent, extent, extent * channels]);
    return tf.reshape(tf.transpose(apart, [0, 3, 1, 4, 2, 5]), [batch, ...spatial, channels]) as tf.Tensor5D;
  });
}

/** @throws ShapeMismatchError unless the lengths of D, H and W are multiples of the extent. */
export function assertPatches(name: string, map: tf.Tensor, { spatial }: VolumeShape, extent: number): void {
  if (spatial.some((length) => length % extent !== 0)) {
    throw new ShapeMismatchError(
      `${name} has the shape ${formatShape(map.shape)}; D, H and W must be multiples of ${extent}: crop or pad it.`,
    );
  }
}

type Lengths = [number, number, number, number, number, number];

const besideEachOther = ({ batch, spatial, channels }: VolumeShape, extent: number): Lengths => {
  const [depth, height, width] = spatial.map((length) => length / extent) as [number, number, number];
  return [batch * depth, extent, height, extent, width, extent * channels];
};
