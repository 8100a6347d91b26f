import { runConformance } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import * as ort from 'onnxruntime-node';
import { describe, test } from 'vitest';
import { onnxDriver } from './driver.ts';

const driver = onnxDriver('onnxruntime-node (cpu)', { ort, threads: 1 });

runConformance({ describe, test, driver, golden: await readGoldenFolder() });
