import * as tf from '@tensorflow/tfjs-core';

/** A number per channel, added at every voxel. At rank 2: the addition of a vector to rank 5 has no working shader on WebGPU. */
export function addToVoxels(volume: tf.Tensor, vector: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.add(tf.reshape(volume, [-1, vector.size]), vector), volume.shape);
}

/** The adjoint of {@link addToVoxels} in the vector. */
export const sumOverVoxels = (volume: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.sum(tf.reshape(volume, [-1, volume.shape.at(-1) ?? 1]), 0));
