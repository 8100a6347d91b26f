import * as tf from '@tensorflow/tfjs-core';
import { customGradient } from '../custom-gradient.ts';
import { isNative, nativeOperation } from '../native-operation.ts';

/** By backend, because one of the same name may take its place. */
const probed = new WeakMap<object, boolean>();

/**
 * Whether the active backend has a grouped 3-D convolution: TensorFlow's kernels for GPUs have one, those for the CPU
 * refuse it, and TensorFlow.js has no other. Tried once per backend, on two volumes of two voxels.
 */
export function hasGroupedConvolution(): boolean {
  if (!isNative()) return false;
  const backend = tf.backend();
  const known = probed.get(backend) ?? probe();
  probed.set(backend, known);
  return known;
}

function probe(): boolean {
  return tf.tidy(() => {
    try {
      const sums = convolve(tf.tensor5d([1, 2, 3, 4], [1, 2, 1, 1, 2]), tf.tensor5d([1, 1, 1], [1, 1, 3, 1, 1]));
      const values = sums.dataSync();
      return [3, 3, 7, 7].every((sum, index) => values[index] === sum);
    } catch {
      return false;
    }
  });
}

/**
 * Every volume of a list convolved with one symmetric filter, zeros outside: the volumes as channels, each its own group.
 *
 * @param volumes `[1, volumes, D, H, W]`
 * @param filter `[d, h, w, 1, 1]`. With its symmetry the convolution is its own adjoint.
 */
export function groupedConvolution(volumes: tf.Tensor5D, filter: tf.Tensor5D): tf.Tensor {
  return customGradient([volumes], (save) => {
    save([filter]);
    return {
      value: convolve(volumes, filter),
      gradient: (upstream, [kept]) => [groupedConvolution(upstream as tf.Tensor5D, kept as tf.Tensor5D)],
    };
  });
}

/** Channels before the axes, as the maps lie in memory; TensorFlow infers the groups from the channels of the filter. */
function convolve(volumes: tf.Tensor5D, filter: tf.Tensor5D): tf.Tensor {
  return tf.tidy(() =>
    nativeOperation(
      'Conv3D',
      { strides: [1, 1, 1, 1, 1], padding: 'SAME', data_format: 'NCDHW', dilations: [1, 1, 1, 1, 1] },
      [volumes, tf.tile(filter, [1, 1, 1, 1, volumes.shape[1]])],
    ),
  );
}
