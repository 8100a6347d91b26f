import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as ort from 'onnxruntime-web/webgpu';
import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { readGoldenInBrowser } from '../../../../tooling/vitest/golden-in-browser.ts';
import { onnxDriver } from '../driver.ts';
import { checkGpu } from '../gpu-checks.ts';
import { keepDevice } from '../webgpu/keep-device.ts';

ort.env.wasm.wasmPaths = { wasm };
await keepDevice(ort);

const name = 'onnxruntime-web (webgpu, Chromium)';
const session = { ort, executionProviders: ['webgpu'] };
conformance({
  // The dense ones take the same kernel as separable, for 27 times its products at 9³: gpu-checks.ts runs them.
  driver: onnxDriver(name, { ...session, cpuFallback: false, algorithms: ['separable', 'pooled', 'banded'] }),
  golden: await readGoldenInBrowser(),
});
checkGpu(name, session);
