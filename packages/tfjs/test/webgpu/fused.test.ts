import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { expectNoDeviceErrors } from '../device-errors.ts';
import { checkFusedWebgpu } from '../fused-webgpu-checks.ts';
import { useWebgpu } from './backend.ts';

const ready = hasRuntime('webgpu', useSoftwareGpu());
if (ready) {
  await useWebgpu();
  // Small tensors too: the backend leaves them to the processor unless it is told otherwise.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
}

describe.runIf(ready)('in Node', () => {
  checkFusedWebgpu('webgpu, Node');
  if (ready) expectNoDeviceErrors();
});
