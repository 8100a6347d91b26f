import * as tf from '@tensorflow/tfjs-core';

/**
 * After doubling, two of the three taps along an axis fall on one coarse voxel. Of the voxels `2p − 1` and `2p` (phases 0 and
 * 1) both see the coarse voxels `p − 1` and `p` alone. By coarse voxel, then by phase: the taps that fall on it.
 */
const tapsOf = [
  [[0, 1], [0]],
  [[2], [1, 2]],
] as const;

/** 64×27, of 0 and 1: eight coarse voxels and eight phases from the 27 taps. */
function tapSums(): tf.Tensor2D {
  const rows: number[][] = [];
  const bits = (index: number) => [(index >> 2) & 1, (index >> 1) & 1, index & 1] as const;
  for (let voxel = 0; voxel < 8; voxel++) {
    for (let phase = 0; phase < 8; phase++) {
      const row = Array.from({ length: 27 }, (_, tap) => {
        const offsets = [Math.floor(tap / 9), Math.floor(tap / 3) % 3, tap % 3];
        const falls = offsets.every((offset, axis) => {
          const taps: readonly number[] = tapsOf[bits(voxel)[axis] as 0 | 1][bits(phase)[axis] as 0 | 1];
          return taps.includes(offset);
        });
        return falls ? 1 : 0;
      });
      rows.push(row);
    }
  }
  return tf.tensor2d(rows);
}

/**
 * The eight kernels of extent 2 that do on a coarse grid what a kernel of extent 3 does after doubling.
 *
 * @param weight `[3, 3, 3, inputs, outputs]`
 * @returns `[2, 2, 2, inputs, 8 · outputs]`, the phase before the output.
 */
export function phaseKernels(weight: tf.Tensor): tf.Tensor {
  const [, , , inputs = 1, outputs = 1] = weight.shape;
  return tf.tidy(() => {
    const summed = tf.matMul(tapSums(), tf.reshape(weight, [27, inputs * outputs]) as tf.Tensor2D);
    const byVoxel = tf.transpose(tf.reshape(summed, [8, 8, inputs, outputs]), [0, 2, 1, 3]);
    return tf.reshape(byVoxel, [2, 2, 2, inputs, 8 * outputs]);
  });
}

/** The adjoint of {@link phaseKernels}. */
export function phaseKernelsAdjoint(gradient: tf.Tensor): tf.Tensor {
  const [, , , inputs = 1, all = 8] = gradient.shape;
  const outputs = all / 8;
  return tf.tidy(() => {
    const byPhase = tf.transpose(tf.reshape(gradient, [8, inputs, 8, outputs]), [0, 2, 1, 3]);
    const rows = tf.reshape(byPhase, [64, inputs * outputs]) as tf.Tensor2D;
    return tf.reshape(tf.matMul(tapSums(), rows, true), [3, 3, 3, inputs, outputs]);
  });
}
