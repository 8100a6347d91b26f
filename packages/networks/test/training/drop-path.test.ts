import { expect, test } from 'vitest';
import { tm } from '../../src/index.ts';
import { dropPathScales } from '../../src/training/index.ts';

const steps = Array.from({ length: 4000 }, (_, index) => index + 1);

test('a branch is dropped with its rate, and kept ones make up for it', () => {
  const scales = dropPathScales([0, 0.1, 0.3], 5);
  const drawn = steps.map(scales);
  expect(new Set(drawn.map(([never]) => never))).toEqual(new Set([1]));
  [0.1, 0.3].forEach((rate, index) => {
    const values = drawn.map((all) => all[index + 1] ?? Number.NaN);
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(Math.abs(dropped - rate)).toBeLessThan(0.02);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
  });
});

test('what is dropped depends on the seed and the step alone', () => {
  const [first, second, other] = [
    dropPathScales([0.5, 0.5], 1),
    dropPathScales([0.5, 0.5], 1),
    dropPathScales([0.5, 0.5], 2),
  ];
  expect(first(7)).toEqual(second(7));
  expect(steps.map(first).flatMap((scales) => [...scales])).not.toEqual(
    steps.map(other).flatMap((scales) => [...scales]),
  );
});

test("TransMorph's rates grow from 0 to 0.3, the same for both branches of a block", () => {
  const rates = tm.dropPathRates ?? [];
  expect(rates).toHaveLength(20);
  expect(rates.slice(0, 4)).toEqual([0, 0, 0.3 / 9, 0.3 / 9]);
  expect(rates.at(-1)).toBe(0.3);
});
