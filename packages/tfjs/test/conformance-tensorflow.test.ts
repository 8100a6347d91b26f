import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import { conformance } from '../../../tooling/vitest/conformance.ts';
import '../src/fused/index.ts';
import { algorithms } from '../src/options.ts';
import { hasTfjsNode, useBackend } from './backend.ts';
import { tfjsDriver } from './driver.ts';

if (hasTfjsNode) await useBackend('tensorflow');
conformance({ driver: tfjsDriver('tensorflow', algorithms), golden: await readGoldenFolder() }, { runs: hasTfjsNode });
