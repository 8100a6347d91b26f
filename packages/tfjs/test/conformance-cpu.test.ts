import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import { conformance } from '../../../tooling/vitest/conformance.ts';
import '../src/fused/index.ts';
import { algorithms } from '../src/options.ts';
import { useBackend } from './backend.ts';
import { tfjsDriver } from './driver.ts';

await useBackend('cpu');
conformance({ driver: tfjsDriver('cpu', algorithms), golden: await readGoldenFolder() });
