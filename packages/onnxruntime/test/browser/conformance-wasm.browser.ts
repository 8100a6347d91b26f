import { runConformance } from '@fast-lncc/conformance';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import { describe, test } from 'vitest';
import { readGoldenInBrowser } from '../../../../tooling/vitest/golden-in-browser.ts';
import { onnxDriver } from '../driver.ts';

ort.env.wasm.wasmPaths = { wasm };

runConformance({
  describe,
  test,
  driver: onnxDriver('onnxruntime-web (wasm, Chromium)', { ort, executionProviders: ['wasm'] }),
  golden: await readGoldenInBrowser(),
});
