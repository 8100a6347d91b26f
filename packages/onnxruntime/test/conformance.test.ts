import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import * as ort from 'onnxruntime-node';
import { conformance } from '../../../tooling/vitest/conformance.ts';
import { onnxDriver } from './driver.ts';

const driver = onnxDriver('onnxruntime-node (cpu)', { ort, threads: 1 });

conformance({ driver, golden: await readGoldenFolder() });
