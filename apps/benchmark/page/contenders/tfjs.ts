import { presets } from '@fast-lncc/core';
import { guarded } from '@fast-lncc/webgpu/device-errors';
import { voxelCount } from '../../src/data/volume.ts';
import type { DeviceProblem } from '../device/problem.ts';
import type { PageContender } from '../measuring/contender.ts';

/** Window sums of five maps are one tensor, which takes the most memory of all. */
const stackedMaps = 5;
/** A few seconds per evaluation on two cores. */
const mostSoftwareVoxels = 32 ** 3;
/** Above it, the tensors of `separable` take gigabytes. */
const mostVoxels = 2 ** 23;

const tensorContender = (
  id: 'tfjs-separable' | 'tfjs-fused',
  algorithm: 'separable' | 'fused',
  maps: number,
): PageContender<DeviceProblem> => ({
  id,
  whyNot({ device, size, software }) {
    const voxels = voxelCount(size);
    const most = device.limits.maxStorageBufferBindingSize;
    if (4 * maps * voxels > most)
      return `its tensors of ${4 * maps * voxels} bytes are beyond the ${most} that this device binds`;
    if (voxels > mostVoxels) return `it would take gigabytes of memory for ${voxels} voxels`;
    if (software && algorithm === 'separable' && voxels > mostSoftwareVoxels) return 'it takes too long on a processor';
    return undefined;
  },
  async prepare(problem) {
    const { device, size, window } = problem;
    // Loaded here, so that the page shows without them, and works where they cannot be loaded.
    const { lncc, tf } = await import('./tensorflow.ts').then(({ openTensorflow }) => openTensorflow(problem));
    const shape = [1, ...size, 1];
    const { moving, fixed } = await guarded(device, () => ({
      moving: tf.tensor(problem.moving, shape, 'float32'),
      fixed: tf.tensor(problem.fixed, shape, 'float32'),
    }));
    const step = tf.valueAndGrad((image) => lncc(image, fixed, { ...presets.fastlncc, window, algorithm }));
    return {
      evaluate: () =>
        guarded(device, async () => {
          const { value, grad } = step(moving);
          const [[loss = Number.NaN], gradient] = await Promise.all([value.data(), grad.data()]);
          tf.dispose([value, grad]);
          return { loss, gradient: Float32Array.from(gradient) };
        }),
      run: (evaluations) =>
        guarded(device, async () => {
          const start = performance.now();
          for (let evaluation = 1; evaluation < evaluations; evaluation++) {
            const { value, grad } = step(moving);
            tf.dispose([value, grad]);
          }
          const { value, grad } = step(moving);
          // Behind everything that was handed over before.
          await value.data();
          const milliseconds = performance.now() - start;
          tf.dispose([value, grad]);
          return milliseconds;
        }),
      dispose: () => tf.dispose([moving, fixed]),
    };
  },
});

/** TensorFlow.js on WebGPU, with this project's window sums by separable convolutions, and with the fused kernel. */
export const tfjsSeparable = tensorContender('tfjs-separable', 'separable', stackedMaps);
export const tfjsFused = tensorContender('tfjs-fused', 'fused', 1);
