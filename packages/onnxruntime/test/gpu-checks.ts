import { evaluateReference, type LnccDefinition } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { algorithms, type CreateLnccOptions, createLncc } from '../src/index.ts';

/** Every algorithm on small images, and what a device has to do beside the conformance suite. */
export function checkGpu(name: string, session: Pick<CreateLnccOptions, 'ort' | 'executionProviders'>): void {
  describe(`${name}, without the CPU`, () => {
    const shape = [2, 2, 6, 7, 5];
    const image = (phase: number) =>
      Float32Array.from({ length: 840 }, (_, index) => Math.sin(index * 0.7 + phase) + 0.1 * (index % 5));
    const images = { moving: image(0), fixed: image(0.5) };
    const definitions: LnccDefinition[] = [{ window: 3 }, { window: [3, 5, 3], channels: 'together', border: 'count' }];

    test.each(algorithms)('%s gives loss and gradients of the float64 reference', async (algorithm) => {
      for (const definition of definitions) {
        await using lncc = await createLncc({ ...session, shape, algorithm, cpuFallback: false, ...definition });
        const { loss, gradients } = await lncc.evaluate({ ...images, gradients: 'both' });
        const expected = evaluateReference({ ...images, shape }, definition);
        expect(Math.abs(loss - expected.loss)).toBeLessThan(2e-6);
        for (const side of ['moving', 'fixed'] as const) {
          expect(relativeError(gradients[side] ?? [], expected.gradients[side])).toBeLessThan(2e-5);
        }
      }
    });

    test('evaluations of several evaluators at once all end', async () => {
      const evaluators = await Promise.all(
        algorithms.map((algorithm) => createLncc({ ...session, shape, window: 3, algorithm })),
      );
      const expected = evaluateReference({ ...images, shape }, { window: 3 });
      const results = await Promise.all(
        evaluators.flatMap((lncc) => [lncc.evaluate({ ...images, gradients: 'moving' }), lncc.evaluate(images)]),
      );
      for (const { loss } of results) expect(Math.abs(loss - expected.loss)).toBeLessThan(2e-6);
      await Promise.all(evaluators.map((lncc) => lncc.dispose()));
    });
  });
}

/** `‖actual − expected‖ / ‖expected‖`; NaN stays NaN. */
function relativeError(actual: ArrayLike<number>, expected: Float64Array): number {
  expect(actual.length).toBe(expected.length);
  const difference = expected.map((value, index) => (actual[index] ?? Number.NaN) - value);
  return Math.hypot(...difference) / Math.hypot(...expected);
}
