import { runConformance } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import { describe, test } from 'vitest';
import '../src/fused/index.ts';
import { algorithms } from '../src/options.ts';
import { hasTfjsNode, useBackend } from './backend.ts';
import { tfjsDriver } from './driver.ts';

if (hasTfjsNode) await useBackend('tensorflow');
runConformance({
  describe: describe.runIf(hasTfjsNode),
  test,
  driver: tfjsDriver('tensorflow', algorithms),
  golden: await readGoldenFolder(),
});
