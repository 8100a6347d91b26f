import { runConformance } from '@fast-lncc/conformance';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, test } from 'vitest';
import { readGoldenInBrowser } from '../../../../tooling/vitest/golden-in-browser.ts';
import { expectNoDeviceErrors } from '../device-errors.ts';
import { tfjsDriver } from '../driver.ts';
import { checkGpuBackend } from '../gpu-checks.ts';

// Small tensors too: the backend leaves them to the processor unless it is told otherwise.
tf.env().set('WEBGPU_CPU_FORWARD', false);
if (!(await tf.setBackend('webgpu'))) throw new Error("The TensorFlow.js backend 'webgpu' did not start.");

const name = 'webgpu, Chromium';
runConformance({
  describe,
  test,
  // The dense ones take the same kernels as separable, for 27 times its products at 9³: gpu-checks.ts runs them.
  driver: tfjsDriver(name, ['separable', 'banded']),
  golden: await readGoldenInBrowser(),
});
checkGpuBackend(name);
expectNoDeviceErrors();
