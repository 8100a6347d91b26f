import type { BackendDriver } from '@fast-lncc/conformance';
import { readGoldenFolder } from '@fast-lncc/conformance/golden';
import type { LnccEvaluator } from '@fast-lncc/core';
import { conformance } from '../../../tooling/vitest/conformance.ts';
import { type CreateLnccOptions, createLncc, createLnccSync } from '../src/index.ts';

const driver = (
  name: string,
  create: (options: CreateLnccOptions) => Promise<LnccEvaluator<Float32Array>>,
): BackendDriver => ({
  name: `wasm (${name})`,
  precision: 'float32',
  algorithms: ['fused'],
  denseAlgorithms: [],
  knownGaps: {},
  create: ({ definition, shape }) => create({ shape, ...definition }),
});

/** The synchronous evaluator behind the interface of the others. */
async function createFromSync(options: CreateLnccOptions): Promise<LnccEvaluator<Float32Array>> {
  const { definition, algorithm, evaluateSync, prepareFixedSync, dispose } = createLnccSync(options);
  return {
    definition,
    algorithm,
    evaluate: async (request) => evaluateSync(request),
    prepareFixed: async (fixed, mask) => prepareFixedSync(fixed, mask),
    dispose: async () => dispose(),
    [Symbol.asyncDispose]: async () => dispose(),
  };
}

const golden = await readGoldenFolder();
const drivers = [
  driver('the calling thread', (options) => createLncc({ ...options, threads: 1 })),
  driver('two threads, two slabs', (options) => createLncc({ ...options, threads: 2, slabs: 2 })),
  driver('synchronous, two threads, three slabs', (options) => createFromSync({ ...options, threads: 2, slabs: 3 })),
];
for (const each of drivers) conformance({ driver: each, golden });
