import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import * as ort from 'onnxruntime-web';
import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { onnxDriver } from '../driver.ts';

// More threads would live in workers that outlast the tests.
ort.env.wasm.numThreads = 1;

const driver = onnxDriver('onnxruntime-web (wasm, Node)', { ort, executionProviders: ['wasm'] });

conformance({ driver, golden: await readGoldenFolder() });
