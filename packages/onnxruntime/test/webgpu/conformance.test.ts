import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import * as ort from 'onnxruntime-node';
import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { onnxDriver } from '../driver.ts';
import { checkGpu } from '../gpu-checks.ts';
import { keepDevice } from './keep-device.ts';

/** A volume that a GPU takes milliseconds for keeps a loaded processor busy for most of a minute. */
const timeout = 240_000;

if (hasRuntime('webgpu', useSoftwareGpu())) {
  await keepDevice(ort);
  const name = 'onnxruntime-node (webgpu)';
  const session = { ort, executionProviders: ['webgpu'] };
  // What auto takes. Dawn in Node is slow in software: more of them run in Chromium, all in gpu-checks.ts.
  const driver = onnxDriver(name, { ...session, cpuFallback: false, algorithms: ['separable'] });
  conformance({ driver, golden: await readGoldenFolder() }, { timeout });
  checkGpu(name, session);
}
