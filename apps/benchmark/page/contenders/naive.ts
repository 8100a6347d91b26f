import { createNaive } from '@fast-lncc/webgpu/bench/naive';
import { voxelCount } from '../../src/data/volume.ts';
import type { DeviceProblem } from '../device/problem.ts';
import type { PageContender } from '../measuring/contender.ts';
import { prepareRecorded } from './recorded.ts';

/** Naive separable kernels, which bind whole maps. */
export const naive: PageContender<DeviceProblem> = {
  id: 'naive',
  whyNot({ device, size }) {
    const bytes = 4 * voxelCount(size);
    const most = device.limits.maxStorageBufferBindingSize;
    return bytes > most ? `its maps of ${bytes} bytes are beyond the ${most} that this device binds` : undefined;
  },
  prepare: (problem) =>
    prepareRecorded(problem, true, (written) => {
      const { device, size, window, images } = problem;
      // Its maps are freed with the device, at the end of the size.
      return { record: createNaive(device, size, window, { ...images, ...written }), dispose: () => undefined };
    }),
};
