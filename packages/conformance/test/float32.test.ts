import { adjoint, evaluateReference, forward, type LnccDefinition, resolveDefinition } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { roundingError } from '../src/float32/conditioning.ts';
import type { Grid } from '../src/float32/grid.ts';
import { zip } from '../src/float32/grid.ts';
import { roundedOperations } from '../src/float32/rounded-operations.ts';
import { planGoldenCase, readGoldenFolder } from '../src/golden/index.ts';
import { imagePairs } from '../src/images.ts';
import { masks } from '../src/masks.ts';
import { comparableInFloat32 } from '../src/scenarios/golden.ts';
import { denseSum } from './support/dense-sum.ts';

const shape = [2, 2, 6, 5, 7];
const exact = (value: number) => value;

describe('the program over rounded operations', () => {
  const definitions: readonly (readonly [string, LnccDefinition, boolean])[] = [
    ['standard', { window: 5 }, false],
    ['together', { window: 3, channels: 'together' }, false],
    ['signed', { window: 3, score: 'signed', stabilizer: { varianceAdd: 1e-3 }, unit: 'mean' }, false],
    ['moments', { window: 3, border: 'count', mask: { moments: true } }, true],
  ];

  test.each(definitions)('is the reference where nothing is rounded: %s', (_, definition, masked) => {
    const images = imagePairs.texture(shape);
    const mask = masked ? masks.weights(shape) : undefined;
    const expected = evaluateReference({ ...images, shape, ...(mask === undefined ? {} : { mask }) }, definition);
    const grid = (data: Float64Array): Grid => ({ shape, data });
    for (const windowSum of [undefined, denseSum]) {
      const operations = roundedOperations(exact, windowSum);
      const resolved = resolveDefinition(definition, shape);
      const { loss, trace } = forward(operations, resolved, {
        moving: grid(images.moving),
        fixed: grid(images.fixed),
        ...(mask === undefined ? {} : { mask: grid(mask) }),
      });
      expect(Math.abs((loss().data[0] ?? Number.NaN) - expected.loss)).toBeLessThanOrEqual(1e-13);
      const gradients = adjoint(operations, resolved, trace, { number: 1 }, 'both');
      for (const which of ['moving', 'fixed'] as const) {
        expected.gradients[which].forEach((value, index) => {
          expect(Math.abs((gradients[which]?.data[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-13);
        });
      }
    }
  });

  test('rounds every result', () => {
    const operations = roundedOperations(Math.fround);
    const third: Grid = { shape: [1, 1, 2], data: Float64Array.of(1 / 3, 2 / 3) };
    expect(Array.from(operations.scale(third, 0.1).data)).toEqual(
      [1 / 3, 2 / 3].map((value) => Math.fround(value * Math.fround(0.1))),
    );
    expect(Array.from(operations.multiply(third, third).data)).toEqual([1 / 9, 4 / 9].map(Math.fround));
    expect(operations.sum(third).data[0]).toBe(Math.fround(Math.fround(1 / 3) + Math.fround(2 / 3)));
  });
});

describe('grids', () => {
  const add = (a: Grid, b: Grid) => zip(a, b, (left, right) => left + right);
  const grid = (gridShape: readonly number[], values: readonly number[]): Grid => ({
    shape: gridShape,
    data: Float64Array.from(values),
  });

  test('broadcast axes of length 1 and missing leading axes', () => {
    expect(add(grid([2, 1], [1, 2]), grid([1, 3], [10, 20, 30]))).toEqual(grid([2, 3], [11, 21, 31, 12, 22, 32]));
    expect(add(grid([], [1]), grid([2, 2], [1, 2, 3, 4]))).toEqual(grid([2, 2], [2, 3, 4, 5]));
    expect(add(grid([2], [10, 20]), grid([2, 2], [1, 2, 3, 4]))).toEqual(grid([2, 2], [11, 22, 13, 24]));
  });
});

describe('conditioning', () => {
  const evaluation = (images: keyof typeof imagePairs, definition: LnccDefinition) => {
    const single = [1, 1, 8, 9, 7];
    return { definition, shape: single, ...imagePairs[images](single) };
  };

  test('textured images are well conditioned', () => {
    const { loss, gradient } = roundingError(evaluation('texture', { window: 5 }));
    expect(loss).toBeLessThan(5e-7);
    expect(gradient).toBeLessThan(7e-6);
  });

  test('an offset is not, unless it is taken away', () => {
    expect(roundingError(evaluation('offset', { window: 5, border: 'count', center: 'none' })).loss).toBeGreaterThan(
      1e-2,
    );
    expect(roundingError(evaluation('offset', { window: 5, border: 'count' })).loss).toBeLessThan(5e-7);
  });

  test('of the committed golden cases: what float32 does not carry', async () => {
    const cases = (await readGoldenFolder()).map((golden) => ({ golden, plan: planGoldenCase(golden) }));
    const comparable = cases
      .filter(({ plan }) => plan.difference === undefined)
      .map(({ golden, plan }) => ({ id: golden.id, ...comparableInFloat32(golden, plan) }));
    expect(comparable.filter(({ loss }) => !loss).map(({ id }) => id)).toEqual([
      'dipy_2d_smooth_r4',
      'dipy_3d_smooth_r4',
      'fastlncc_3d_offset1000_w9',
      'icon_2d_b2c2_s1',
      'itk_3d_offset1000_r2',
      'monai_1d_gauss_k5',
      'monai_1d_tri_k9',
      'monai_3d_offset1000_k5',
      'neurite_3d_offset1000_w9',
      'tm_gauss_3d_offset1000_w9',
      'vxm_3d_offset1000_w9',
      'vxmtf_2d_none_w5',
      'vxmtf_3d_offset1000_w5',
    ]);
    expect(comparable.filter(({ loss, gradient }) => loss && !gradient).map(({ id }) => id)).toEqual([
      'airlab_2d_gauss_s1',
      'fireants_3d_b2c3_k3_none',
      'fireants_3d_b2c3_k3_sum',
      'fused_3d_const_k5',
      'icon_3d_s2_negated',
      'vxm_3d_const_w5',
      'vxm_3d_negated_w9',
    ]);
  });
});
