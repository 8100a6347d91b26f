import type { BackendDriver } from '@fast-lncc/conformance';
import { createArrayLncc } from '../src/index.ts';

/** The kernels as the conformance suite takes them. @param name Shown in the names of the tests. */
export const webgpuDriver = (name: string, device: GPUDevice): BackendDriver => ({
  name: `webgpu (${name})`,
  precision: 'float32',
  algorithms: ['fused'],
  denseAlgorithms: [],
  knownGaps: {},
  create: ({ definition, shape }) => createArrayLncc({ device, shape, ...definition }),
});
