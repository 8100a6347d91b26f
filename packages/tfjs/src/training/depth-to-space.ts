import * as tf from '@tensorflow/tfjs-core';
import type { VolumeShape } from './volume.ts';

/**
 * Eight numbers per voxel and channel as a grid twice as fine: `[voxels, 8 · channels]`, the place in the block of 2×2×2
 * before the channel, to `[batch, 2D, 2H, 2W, channels]`.
 *
 * @param coarse The grid before, with the channels after.
 */
export function depthToSpace(rows: tf.Tensor, { batch, spatial, channels }: VolumeShape): tf.Tensor {
  const [depth, height, width] = spatial;
  return tf.tidy(() => {
    // At rank 4, the places along D first; those along W are where they belong.
    const planes = swapMiddle(tf.reshape(rows, [batch * depth, height * width, 2, 4 * channels]));
    const lines = swapMiddle(tf.reshape(planes, [batch * 2 * depth * height, width, 2, 2 * channels]));
    return tf.reshape(lines, [batch, 2 * depth, 2 * height, 2 * width, channels]);
  });
}

/** The adjoint of {@link depthToSpace}, and its inverse. */
export function spaceToDepth(volume: tf.Tensor, { batch, spatial, channels }: VolumeShape): tf.Tensor {
  const [depth, height, width] = spatial;
  return tf.tidy(() => {
    const planes = swapMiddle(tf.reshape(volume, [batch * 2 * depth * height, 2, width, 2 * channels]));
    const rows = swapMiddle(tf.reshape(planes, [batch * depth, 2, height * width, 4 * channels]));
    return tf.reshape(rows, [-1, 8 * channels]);
  });
}

const swapMiddle = (tensor: tf.Tensor): tf.Tensor => tf.tidy(() => tf.transpose(tensor, [0, 2, 1, 3]));
