import { runConformance } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import * as ort from 'onnxruntime-web';
import { describe, test } from 'vitest';
import { onnxDriver } from '../driver.ts';

// More threads would live in workers that outlast the tests.
ort.env.wasm.numThreads = 1;

const driver = onnxDriver('onnxruntime-web (wasm, Node)', { ort, executionProviders: ['wasm'] });

runConformance({ describe, test, driver, golden: await readGoldenFolder() });
