import { type BackendDriver, runConformance } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import { describe, test } from 'vitest';
import { createLncc } from '../src/index.ts';

const driver = (name: string, threads: number): BackendDriver => ({
  name: `wasm (${name})`,
  precision: 'float32',
  algorithms: ['fused'],
  denseAlgorithms: [],
  knownGaps: {},
  create: ({ definition, shape }) => createLncc({ shape, threads, ...definition }),
});

const golden = await readGoldenFolder();
runConformance({ describe, test, driver: driver('calling thread', 1), golden });
