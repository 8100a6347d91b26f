import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { checkDevice } from '../check-device.ts';
import { checkErrors } from '../check-errors.ts';
import { checkMemory } from '../check-memory.ts';
import { openNodeDevice } from '../node-device.ts';

if (hasRuntime('webgpu', useSoftwareGpu())) {
  checkDevice('Dawn in Node', await openNodeDevice());
  checkErrors('Dawn in Node', openNodeDevice);
  checkMemory('Dawn in Node', await openNodeDevice(['maxBufferSize', 'maxStorageBufferBindingSize']));
}
