import { runConformance } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import { describe, test } from 'vitest';
import '../src/fused/index.ts';
import { algorithms } from '../src/options.ts';
import { useBackend } from './backend.ts';
import { tfjsDriver } from './driver.ts';

await useBackend('wasm');
runConformance({ describe, test, driver: tfjsDriver('wasm', algorithms), golden: await readGoldenFolder() });
