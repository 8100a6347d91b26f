import { runConformance } from '@fast-lncc/conformance';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as ort from 'onnxruntime-web/webgpu';
import { describe, test } from 'vitest';
import { readGoldenInBrowser } from '../../../../tooling/vitest/golden-in-browser.ts';
import { onnxDriver } from '../driver.ts';
import { keepDevice } from '../webgpu/keep-device.ts';

ort.env.wasm.wasmPaths = { wasm };
await keepDevice(ort);

runConformance({
  describe,
  test,
  driver: onnxDriver('onnxruntime-web (webgpu, Chromium)', { ort, executionProviders: ['webgpu'], cpuFallback: false }),
  golden: await readGoldenInBrowser(),
});
