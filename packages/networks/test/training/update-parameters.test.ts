import { ShapeMismatchError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { momentNames, resolveOptimizer, updateParameters } from '../../src/training/index.ts';

const zeros = (names: readonly string[], length: number) =>
  Object.fromEntries(names.map((name) => [name, new Float32Array(length)]));

describe('one update', () => {
  const decays = { firstDecay: 0.5, secondDecay: 0.75 };
  const factors = { stepSize: 0.1, rootFactor: 2 };

  test('is the formula, with the largest second moment for AMSGrad alone', () => {
    for (const name of ['adam', 'amsgrad'] as const) {
      const optimizer = resolveOptimizer({ name, ...decays, epsilon: 1 });
      const parameters = Float32Array.of(1, -2, 3);
      const moments = {
        firstMoment: Float32Array.of(0.5, 0, -1),
        secondMoment: Float32Array.of(16, 0, 1),
        largestSecondMoment: Float32Array.of(25, 0, 0.25),
      };
      updateParameters({ parameters, moments }, Float32Array.of(2, 4, 0), optimizer, factors);
      const [first, second] = [
        [1.25, 2, -0.5],
        [13, 4, 0.75],
      ] as const;
      const used = name === 'adam' ? second : [25, 4, 0.75];
      expect([...moments.firstMoment]).toEqual(first);
      expect([...moments.secondMoment]).toEqual(second);
      expect([...moments.largestSecondMoment]).toEqual(name === 'adam' ? [25, 0, 0.25] : used);
      [1, -2, 3].forEach((before, at) => {
        const expected = before - (0.1 * first[at]!) / (2 * Math.sqrt(used[at]!) + 1);
        expect(parameters[at]).toBeCloseTo(expected, 6);
      });
    }
  });

  test('changes no parameter at a step size of 0, and lets NaN of a gradient through', () => {
    const optimizer = resolveOptimizer({ name: 'amsgrad' });
    const parameters = Float32Array.of(1, 2);
    const moments = zeros(momentNames(optimizer), 2);
    updateParameters({ parameters, moments }, Float32Array.of(3, -4), optimizer, { stepSize: 0, rootFactor: 1 });
    expect([...parameters]).toEqual([1, 2]);
    updateParameters({ parameters, moments }, Float32Array.of(Number.NaN, 1), optimizer, factors);
    for (const vector of [parameters, ...Object.values(moments)]) {
      expect(vector[0]).toBeNaN();
      expect(vector[1]).not.toBeNaN();
    }
  });

  test('refuses vectors of different lengths by name', () => {
    const optimizer = resolveOptimizer({ name: 'amsgrad' });
    const vectors = { parameters: new Float32Array(2), moments: zeros(momentNames(optimizer), 2) };
    const cases: [typeof vectors, number, string][] = [
      [vectors, 3, 'length of gradient is 3'],
      [{ ...vectors, moments: zeros(['firstMoment', 'secondMoment'], 2) }, 2, 'length of largestSecondMoment is 0'],
      [{ ...vectors, moments: zeros(momentNames(optimizer), 1) }, 2, 'length of firstMoment is 1'],
    ];
    for (const [given, length, message] of cases) {
      const update = () => updateParameters(given, new Float32Array(length), optimizer, factors);
      expect(update).toThrow(ShapeMismatchError);
      expect(update).toThrow(message);
    }
  });
});
