import { evaluateReference, presets } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { createLnccSync } from '../src/index.ts';
import { imagePair, relativeError } from './images.ts';

const shape = [1, 1, 24, 20, 19];

function evaluate(images: { moving: Float32Array; fixed: Float32Array }, definition: object) {
  using evaluator = createLnccSync({ shape, ...definition });
  const actual = evaluator.evaluateSync({ ...images, gradients: 'both' });
  const expected = evaluateReference({ ...images, shape }, definition);
  return { actual, expected };
}

const offset = (by: number) => {
  const { moving, fixed } = imagePair(shape, 11);
  return { moving: moving.map((value) => value + by), fixed: fixed.map((value) => value + by) };
};

describe('what spoils sums', () => {
  test.each([1000, -1000])('an offset of %d stays within 1e-6 of the reference', (by) => {
    for (const definition of [{ window: 9 }, { window: 5, border: 'count' }, { ...presets.voxelmorph, window: 9 }]) {
      const { actual, expected } = evaluate(offset(by), definition);
      expect(Math.abs(actual.loss - expected.loss)).toBeLessThan(1e-6);
      expect(relativeError(actual.gradients.moving, expected.gradients.moving)).toBeLessThan(1e-6);
      expect(relativeError(actual.gradients.fixed, expected.gradients.fixed)).toBeLessThan(1e-6);
    }
  });

  test('one voxel of 1e9 does not reach beyond its windows', () => {
    const { moving, fixed } = imagePair(shape, 12);
    moving[(8 * 20 + 9) * 19 + 7] = 1e9;
    const { actual, expected } = evaluate({ moving, fixed }, { window: 5, center: 'none' });
    expect(actual.loss).toBeCloseTo(expected.loss, 9);
    expect(relativeError(actual.gradients.fixed, expected.gradients.fixed)).toBeLessThan(1e-5);
  });

  test('one voxel of 1e9 in a prepared fixed image neither', () => {
    const { moving, fixed } = imagePair(shape, 13);
    fixed[(8 * 20 + 9) * 19 + 7] = 1e9;
    using evaluator = createLnccSync({ shape, window: 5, center: 'none' });
    const prepared = evaluator.prepareFixedSync(fixed);
    const expected = evaluateReference({ moving, fixed, shape }, { window: 5, center: 'none' });
    const actual = evaluator.evaluateSync({ moving, fixed: prepared, gradients: 'moving' });
    expect(actual.loss).toBeCloseTo(expected.loss, 9);
    expect(relativeError(actual.gradients.moving, expected.gradients.moving)).toBeLessThan(1e-5);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    '%d shows in the loss, and in the map only where windows see it',
    (value) => {
      const { moving, fixed } = imagePair(shape, 14);
      moving[(3 * 20 + 4) * 19 + 5] = value;
      using evaluator = createLnccSync({ shape, window: 3, reduction: 'none' });
      const { loss, map } = evaluator.evaluateSync({ moving, fixed });
      expect(loss).toBeNaN();
      const spoiled = [...(map ?? [])].filter(Number.isNaN).length;
      expect(spoiled).toBe(27);
    },
  );

  test('without anything in the denominator a flat window stays 0/0, and not a quotient of roundings', () => {
    const { moving, fixed } = imagePair(shape, 15);
    for (let index = 0; index < moving.length / 2; index++) moving[index] = 0;
    const definition = { window: 5, stabilizer: { flat: { threshold: 0, score: 0.25 } }, reduction: 'none' } as const;
    using evaluator = createLnccSync({ shape, ...definition });
    const { map } = evaluator.evaluateSync({ moving, fixed });
    const expected = evaluateReference({ moving, fixed, shape }, definition).map;
    expect(map?.[(2 * 20 + 10) * 19 + 9]).toBe(-0.25);
    expect(relativeError(map, expected ?? [])).toBeLessThan(1e-6);
  });

  test('thousands of planes do not let running sums drift', () => {
    const long = [1, 1, 4000, 3, 3];
    const { moving, fixed } = imagePair(long, 16);
    using evaluator = createLnccSync({ shape: long, window: 5, slabs: 1 });
    const expected = evaluateReference({ moving, fixed, shape: long }, { window: 5 });
    const actual = evaluator.evaluateSync({ moving, fixed, gradients: 'moving' });
    expect(Math.abs(actual.loss - expected.loss)).toBeLessThan(1e-12);
    expect(relativeError(actual.gradients.moving, expected.gradients.moving)).toBeLessThan(1e-7);
  });
});
