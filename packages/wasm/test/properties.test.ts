import { evaluateReference, type LnccDefinition, sizeOf } from '@fast-lncc/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLnccSync } from '../src/index.ts';
import { createRandom, imagePair, relativeError } from './images.ts';

const odd = fc.integer({ min: 0, max: 5 }).map((radius) => 2 * radius + 1);

const scenes = fc
  .integer({ min: 1, max: 3 })
  .chain((rank) =>
    fc.record({
      spatial: fc.array(fc.integer({ min: 1, max: 13 }), { minLength: rank, maxLength: rank }),
      window: fc.array(odd, { minLength: rank, maxLength: rank }),
      batch: fc.integer({ min: 1, max: 2 }),
      channels: fc.integer({ min: 1, max: 3 }),
      slabs: fc.integer({ min: 1, max: 4 }),
      seed: fc.integer({ min: 1, max: 1e6 }),
      mask: fc.constantFrom('none', 'weights', 'holes'),
      offset: fc.constantFrom(0, 0, -3, 40),
      background: fc.constantFrom('none', 'ball', 'boxes', 'all'),
      gradients: fc.constantFrom('moving', 'fixed', 'both'),
      definition: fc.record({
        kernel: fc.constantFrom('box', 'triangular', 'gaussian'),
        border: fc.constantFrom('zero', 'count'),
        unit: fc.constantFrom('sum', 'mean'),
        score: fc.constantFrom('squared', 'signed', 'absolute'),
        channels: fc.constantFrom('separate', 'together'),
        center: fc.constantFrom('none', 'auto'),
        reduction: fc.constantFrom('mean', 'sum', 'none'),
        form: fc.constantFrom('negative', 'oneMinus', 'positive'),
        stabilizer: fc.constantFrom(
          { product: 1e-3, varianceFloor: 0, clampScore: [-1, 1] as const },
          { product: 1e-3 },
          { varianceAdd: 1e-2, numerator: 1e-4, covarianceFloor: 1e-4 },
          { product: 1e-2, flat: { threshold: 1e-3, score: 0.5 }, clampScore: [-0.9, 0.9] as const },
        ),
        mask: fc.constantFrom(
          {},
          { moments: true },
          { score: 'multiplied' as const },
          { score: 'dropWindows' as const },
        ),
      }),
    }),
  )
  .map((scene) => ({ ...scene, shape: [scene.batch, scene.channels, ...scene.spatial] }));

function maskOf(kind: string, shape: readonly number[], seed: number): Float32Array | undefined {
  if (kind === 'none') return undefined;
  const random = createRandom(seed + 7);
  const mask = Float32Array.from({ length: sizeOf(shape) }, () =>
    kind === 'weights' ? random() : random() < 0.8 ? 1 : 0,
  );
  mask[0] = 1;
  return mask;
}

/** Sets parts of both images to 0, not the same in both: rows, planes and ends of rows without content. */
function withBackground(
  { moving, fixed }: { moving: Float32Array; fixed: Float32Array },
  shape: readonly number[],
  kind: string,
  seed: number,
): { moving: Float32Array; fixed: Float32Array } {
  if (kind === 'none') return { moving, fixed };
  const spatial = shape.slice(2);
  const random = createRandom(seed + 3);
  const planes = spatial.map((length) => Array.from({ length }, () => random() < 0.5));
  const inside = (index: number, shrink: number): boolean => {
    let rest = index;
    let distance = 0;
    let dropped = false;
    for (let axis = spatial.length - 1; axis >= 0; axis--) {
      const length = spatial[axis] as number;
      const position = rest % length;
      distance += ((2 * position + 1) / length - 1) ** 2;
      dropped ||= planes[axis]?.[position] ?? false;
      rest = Math.floor(rest / length);
    }
    if (kind === 'all') return shrink === 1;
    return kind === 'ball' ? distance < 0.6 * shrink : !dropped;
  };
  return {
    moving: moving.map((value, index) => (inside(index, 1) ? value : 0)),
    fixed: fixed.map((value, index) => (inside(index, 0.7) ? value : 0)),
  };
}

test('any shape, window and definition agrees with the float64 reference', () => {
  fc.assert(
    fc.property(
      scenes,
      ({ shape, window, slabs, seed, mask: kind, offset, background, gradients, definition: chosen }) => {
        const mask = maskOf(kind, shape, seed);
        const border = chosen.mask.moments && mask ? 'count' : chosen.border;
        const definition = { ...chosen, border, window, mask: mask ? chosen.mask : {} } as LnccDefinition;
        // Of a constant window that is not 0 the sign of a covariance is that of its rounding.
        const kept = offset === 0 || chosen.score === 'squared' ? background : 'none';
        const { moving, fixed } = withBackground(imagePair(shape, seed), shape, kept, seed);
        const shifted = { moving: moving.map((value) => value + offset), fixed: fixed.map((value) => value - offset) };
        const masked = mask ? { mask } : {};
        const expected = evaluateReference({ ...shifted, shape, ...masked, upstream: -1.5 }, definition);
        using evaluator = createLnccSync({ shape, ...definition, slabs, threads: 1 });
        const actual = evaluator.evaluateSync({ ...shifted, ...masked, upstream: -1.5, gradients });
        const scale = Math.max(1, Math.abs(expected.loss));
        // The mean of a mask over channels is kept in float32; everything else of a loss is float64.
        const tolerance = mask && chosen.channels === 'together' ? 1e-7 : 1e-10;
        expect(Math.abs(actual.loss - expected.loss) / scale).toBeLessThan(tolerance);
        const largest = Math.max(...expected.gradients.moving.map(Math.abs), ...expected.gradients.fixed.map(Math.abs));
        // Maps go back in float32: what cancels of them where a window has no contrast leaves their rounding behind.
        const rounding = 1e-5 / (chosen.reduction === 'mean' ? sizeOf(shape) : 1);
        for (const image of ['moving', 'fixed'] as const) {
          const gradient = actual.gradients[image];
          expect(gradient !== undefined).toBe(gradients === image || gradients === 'both');
          gradient?.forEach((value, index) => {
            const reference = expected.gradients[image][index] as number;
            expect(Math.abs(value - reference)).toBeLessThan(2e-6 * largest + rounding);
          });
        }
        if (expected.map) expect(relativeError(actual.map, expected.map)).toBeLessThan(1e-6);
      },
    ),
    { numRuns: 600, seed: 20 },
  );
});
