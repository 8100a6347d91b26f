import { describe, expect, test } from 'vitest';
import { resolveDefinition } from '../src/index.ts';

const volume = [1, 1, 10, 11, 12];

describe('a definition', () => {
  test('without options is the standard one', () => {
    const resolved = resolveDefinition({}, volume);
    expect(resolved).toMatchObject({
      shape: volume,
      batch: 1,
      channels: 1,
      spatial: [10, 11, 12],
      border: 'zero',
      unit: 'sum',
      score: 'squared',
      together: false,
      center: 'auto',
      mask: { moments: false, score: 'weighted' },
      reduction: 'mean',
      form: 'negative',
      mapShape: volume,
    });
    expect(resolved.window).toMatchObject({ total: 729, radius: [4, 4, 4], isBox: true });
    // Without a negative term the lower clamp at 0 can never act.
    expect(resolved.stabilizer).toEqual({
      covarianceFloor: Number.NEGATIVE_INFINITY,
      varianceFloor: 0,
      varianceAdd: 0,
      product: 1e-5,
      numerator: 0,
      rootAdd: 0,
      clampScore: [Number.NEGATIVE_INFINITY, 1],
      flat: undefined,
      dropPerfect: false,
    });
  });

  test('takes a window for all axes or one per axis', () => {
    expect(resolveDefinition({ window: 5 }, [2, 3, 8]).window.radius).toEqual([2]);
    expect(resolveDefinition({ window: [3, 5, 7] }, volume).window.radius).toEqual([1, 2, 3]);
    const factors = [[1, 2, 1], [1], [1, 1, 1, 1, 1]];
    expect(resolveDefinition({ kernel: { factors } }, volume).window).toMatchObject({ radius: [1, 0, 2], total: 20 });
  });

  test('has a map of one channel where the window spans the channels', () => {
    expect(resolveDefinition({ channels: 'together' }, [2, 3, 9, 9]).mapShape).toEqual([2, 1, 9, 9]);
  });

  test('keeps a clamp that can act', () => {
    const { stabilizer } = resolveDefinition({ score: 'signed', stabilizer: { clampScore: [-1, 1] } }, volume);
    expect(stabilizer.clampScore).toEqual([-1, 1]);
  });

  test('is not centered where a total of its own makes the loss depend on the offset', () => {
    expect(resolveDefinition({ window: 3, total: 81 }, volume).center).toBe('none');
    expect(resolveDefinition({ window: 3, total: 27 }, volume).center).toBe('auto');
    expect(resolveDefinition({ window: 3, total: 81, border: 'count' }, volume).center).toBe('auto');
  });

  test('is not centered with dense weights of its own, which have no closed form at the border', () => {
    const kernel = { shape: 'gaussian', precision: 'denseFloat32' } as const;
    expect(resolveDefinition({ window: 3, kernel }, volume).center).toBe('none');
    expect(resolveDefinition({ window: 3, kernel, border: 'count' }, volume).center).toBe('none');
    expect(() => resolveDefinition({ window: 3, kernel, center: [1, 1] }, volume)).toThrow(
      /center is \[1, 1\]; it must be 'none', 'auto' or, with separable weights/,
    );
  });
});
