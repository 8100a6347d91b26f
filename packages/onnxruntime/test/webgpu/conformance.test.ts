import { runConformance } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import * as ort from 'onnxruntime-node';
import { describe, test } from 'vitest';
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
  runConformance({
    describe,
    test: (title, body) => test(title, body, timeout),
    // What auto takes. Dawn in Node is slow in software: more of them run in Chromium, all in gpu-checks.ts.
    driver: onnxDriver(name, { ...session, cpuFallback: false, algorithms: ['separable'] }),
    golden: await readGoldenFolder(),
  });
  checkGpu(name, session);
}
