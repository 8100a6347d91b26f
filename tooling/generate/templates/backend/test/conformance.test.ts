import { type BackendDriver, runConformance } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import { describe, test } from 'vitest';
import { algorithms, type BackendAlgorithm, createLncc } from '../src/index.ts';

const driver: BackendDriver = {
  name: 'backend-name',
  precision: 'float32',
  algorithms,
  // Those that add a whole window in one sum, such as 'sequential' and 'grouped'.
  denseAlgorithms: [],
  knownGaps: {},
  create: ({ definition, shape, algorithm }) =>
    createLncc({ shape, algorithm: algorithm as BackendAlgorithm, ...definition }),
};

runConformance({ describe, test, driver, golden: await readGoldenFolder() });
