import { describe, expect, test } from 'vitest';
import golden from '../../../conformance/golden/networks/pieces/lr_schedule.json' with { type: 'json' };
import { constantRate, polynomialDecay } from '../../src/training/index.ts';

describe('polynomial decay', () => {
  test.each(golden.epochs.map((epoch, index) => [epoch, golden.lr[index]]))('epoch %i has %d', (epoch, rate) => {
    expect(polynomialDecay({ epochs: 500 })(epoch as number)).toBe(rate);
  });

  // 1/512 and 3/512 are halves of the ninth decimal exactly; Python's round() takes the even neighbor.
  test.each([
    [1 / 512, 8, 0.00195312],
    [3 / 512, 8, 0.00585938],
    [0.125, 2, 0.12],
    [0.375, 2, 0.38],
    [2.5, 0, 2],
    [1.005, 2, 1],
    [2.675, 2, 2.67],
    [1e-12, 8, 0],
  ])('%d to %i decimals is %d, as Python rounds', (initial, decimals, rounded) => {
    expect(polynomialDecay({ initial, epochs: 1, decimals })(0)).toBe(rounded);
  });

  test.each([
    [{ epochs: 0 }, 'epochs is 0; it must be a whole number of at least 1'],
    [{ epochs: 5, initial: -1 }, 'learningRate is -1'],
    [{ epochs: 5, power: 0 }, 'power is 0'],
    [{ epochs: 5, decimals: 1.5 }, 'decimals is 1.5'],
  ])('%j is refused', (options, message) => {
    expect(() => polynomialDecay(options)).toThrow(message);
  });

  test('has no rate beyond its epochs', () => {
    expect(() => polynomialDecay({ epochs: 500 })(500)).toThrow(
      'epoch is 500; it must be a whole number from 0 to 499',
    );
  });
});

test('a constant rate is the same in every epoch, and one that training can take', () => {
  expect([0, 7, 1e6].map(constantRate(1e-4))).toEqual([1e-4, 1e-4, 1e-4]);
  expect(() => constantRate(Number.NaN)).toThrow('learningRate is NaN');
});
