import type { BackendDriver } from '@fast-lncc/conformance';
import { describe, expect, test } from 'vitest';
import { conformance } from '../../../../tooling/vitest/conformance.ts';
import { readGoldenInBrowser } from '../../../../tooling/vitest/golden-in-browser.ts';
import { createLncc, createLnccSync } from '../../src/index.ts';
import { imagePair } from '../images.ts';

const golden = await readGoldenInBrowser();
const page = crossOriginIsolated ? 'isolated page' : 'plain page';

const driver: BackendDriver = {
  name: `wasm (Chromium, ${page})`,
  precision: 'float32',
  algorithms: ['fused'],
  denseAlgorithms: [],
  knownGaps: {},
  create: ({ definition, shape }) =>
    createLncc({ shape, slabs: 2, ...(crossOriginIsolated ? { threads: 2 } : {}), ...definition }),
};
conformance({ driver, golden });

describe(`threads of an ${page}`, () => {
  const shape = [1, 1, 64, 64, 64];
  const { moving, fixed } = imagePair(shape);

  test('there are as many as the page may have', async () => {
    await using evaluator = await createLncc({ shape, window: 5 });
    expect(evaluator.threads).toBe(crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, 4) : 1);
    const { loss, gradients } = await evaluator.evaluate({ moving, fixed, gradients: 'moving' });
    using blocking = createLnccSync({ shape, window: 5 });
    const expected = blocking.evaluateSync({ moving, fixed, gradients: 'moving' });
    expect(blocking.threads).toBe(1);
    expect(loss).toBe(expected.loss);
    expect(gradients.moving).toEqual(expected.gradients.moving);
  });

  test('more than the page may have is refused by name', async () => {
    expect(() => createLnccSync({ shape, window: 5, threads: 2 })).toThrow(
      crossOriginIsolated ? /main thread of a page/ : /Cross-Origin-Opener-Policy/,
    );
  });
});
