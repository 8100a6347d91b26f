import type { BackendDriver } from '@fast-lncc/conformance';
import { createArrayLncc } from '../src/index.ts';
import { retainPipelines } from '../src/pipelines.ts';

/** The kernels as the conformance suite takes them. @param name Shown in the names of the tests. */
export function webgpuDriver(name: string, device: GPUDevice): BackendDriver {
  // Compiling for a processor is most of the time of a small evaluation.
  retainPipelines(device);
  return {
    name: `webgpu (${name})`,
    precision: 'float32',
    algorithms: ['fused'],
    denseAlgorithms: [],
    knownGaps: {},
    create: ({ definition, shape }) => createArrayLncc({ device, shape, ...definition }),
  };
}
