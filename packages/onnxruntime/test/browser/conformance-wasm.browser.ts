import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { readGoldenInBrowser } from '../../../../tooling/vitest/golden-in-browser.ts';
import { onnxDriver } from '../driver.ts';

ort.env.wasm.wasmPaths = { wasm };

conformance({
  driver: onnxDriver('onnxruntime-web (wasm, Chromium)', { ort, executionProviders: ['wasm'] }),
  golden: await readGoldenInBrowser(),
});
