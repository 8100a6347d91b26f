import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { expectNoDeviceErrors } from '../device-errors.ts';
import { tfjsDriver } from '../driver.ts';
import { checkGpuBackend } from '../gpu-checks.ts';
import { useWebgpu } from './backend.ts';

/** A volume that a GPU takes milliseconds for keeps a loaded processor busy for most of a minute. */
const timeout = 240_000;

const ready = hasRuntime('webgpu', useSoftwareGpu());
if (ready) {
  await useWebgpu();
  // Small tensors too: the backend leaves them to the processor unless it is told otherwise.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
}
const golden = await readGoldenFolder();

describe.runIf(ready)('in Node', () => {
  const name = 'webgpu, Node';
  // What auto takes. Dawn in Node is slow in software: banded runs on the same kernels in Chromium, all in gpu-checks.ts.
  conformance({ driver: tfjsDriver(name, ['separable']), golden }, { timeout });
  checkGpuBackend(name);
  if (ready) expectNoDeviceErrors();
});
