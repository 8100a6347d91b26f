import { runConformance } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import * as ort from 'onnxruntime-node';
import { describe, test } from 'vitest';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { onnxDriver } from '../driver.ts';
import { keepDevice } from './keep-device.ts';

/** A volume that a GPU takes milliseconds for keeps a loaded processor busy for most of a minute. */
const timeout = 240_000;

if (hasRuntime('webgpu', useSoftwareGpu())) {
  await keepDevice(ort);
  const driver = onnxDriver('onnxruntime-node (webgpu)', {
    ort,
    executionProviders: ['webgpu'],
    cpuFallback: false,
  });
  runConformance({
    describe,
    test: (title, body) => test(title, body, timeout),
    driver,
    golden: await readGoldenFolder(),
  });
}
