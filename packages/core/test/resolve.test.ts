import { describe, expect, test } from 'vitest';
import {
  InvalidWindowError,
  type LnccDefinition,
  LnccError,
  resolveDefinition,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '../src/index.ts';

const volume = [1, 1, 10, 11, 12];

type ErrorClass = abstract new (...parameters: never[]) => Error;

/** A definition no type allows, as a caller without types may give it. */
const wrong = (definition: object): LnccDefinition => definition as LnccDefinition;

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

  test.each<[string, LnccDefinition, readonly number[], ErrorClass, RegExp]>([
    ['rank 2', {}, [8, 9], ShapeMismatchError, /shape of length 2 is \[8, 9\].*\[batch, channels, \.\.\.spatial\]/],
    ['rank 6', {}, [1, 1, 2, 2, 2, 2], ShapeMismatchError, /shape of length 6/],
    ['no shape', {}, [], ShapeMismatchError, /shape of length 0 is \[\]/],
    ['an empty axis', {}, [1, 1, 0, 4], ShapeMismatchError, /\[1, 1, 0, 4\].*positive integers/],
    ['a fractional axis', {}, [1, 1, 4.5, 4], ShapeMismatchError, /\[1, 1, 4\.5, 4\].*positive integers/],
    ['a negative batch', {}, [-1, 1, 4, 4], ShapeMismatchError, /\[-1, 1, 4, 4\].*positive integers/],
    ['NaN in the shape', {}, [1, 1, Number.NaN], ShapeMismatchError, /\[1, 1, NaN\].*positive integers/],
    [
      'an even window',
      { window: 8 },
      volume,
      InvalidWindowError,
      /window is \[8, 8, 8\]; it must be odd positive integers/,
    ],
    ['a fractional window', { window: 4.5 }, volume, InvalidWindowError, /\[4\.5, 4\.5, 4\.5\].*odd positive integers/],
    ['a window of 0', { window: 0 }, volume, InvalidWindowError, /window is \[0, 0, 0\]/],
    ['a negative window', { window: -3 }, volume, InvalidWindowError, /window is \[-3, -3, -3\]/],
    ['an infinite window', { window: Number.POSITIVE_INFINITY }, volume, InvalidWindowError, /Infinity/],
    ['a window as an object', wrong({ window: {} }), volume, InvalidWindowError, /window of length 0 is \[\]/],
    [
      'a window as text',
      wrong({ window: '9' }),
      volume,
      InvalidWindowError,
      /window is \[9, 9, 9\]; it must be odd positive integers/,
    ],
    [
      'too few extents',
      { window: [3, 3] },
      volume,
      InvalidWindowError,
      /window of length 2 is \[3, 3\]; it must be one number, or 3/,
    ],
    [
      'no voxel left',
      { window: 13, border: 'valid' },
      volume,
      InvalidWindowError,
      /\[13, 13, 13\]; it must be within \[10, 11, 12\] with border 'valid'/,
    ],
    [
      'an unknown option',
      wrong({ windows: 9 }),
      volume,
      UnsupportedOptionError,
      /key in definition is 'windows'; it must be one of 'window', 'kernel'/,
    ],
    [
      'an unknown stabilizer',
      wrong({ stabilizer: { eps: 1 } }),
      volume,
      UnsupportedOptionError,
      /key in stabilizer is 'eps'; it must be one of 'covarianceFloor'/,
    ],
    [
      'an unknown mask use',
      wrong({ mask: { weight: 1 } }),
      volume,
      UnsupportedOptionError,
      /key in mask is 'weight'; it must be one of 'moments', 'score'/,
    ],
    [
      'an unknown border',
      wrong({ border: 'same' }),
      volume,
      UnsupportedOptionError,
      /border is 'same'.*'zero', 'count', 'valid'/,
    ],
    ['an unknown unit', wrong({ unit: 'median' }), volume, UnsupportedOptionError, /unit is 'median'.*'sum', 'mean'/],
    ['an unknown score', wrong({ score: 'cubed' }), volume, UnsupportedOptionError, /score is 'cubed'.*'squared'/],
    [
      'an unknown channels',
      wrong({ channels: 'all' }),
      volume,
      UnsupportedOptionError,
      /channels is 'all'.*'separate'/,
    ],
    [
      'an unknown reduction',
      wrong({ reduction: 'max' }),
      volume,
      UnsupportedOptionError,
      /reduction is 'max'.*'mean', 'sum', 'none'/,
    ],
    ['an unknown form', wrong({ form: 'log' }), volume, UnsupportedOptionError, /form is 'log'/],
    [
      'an unknown center',
      wrong({ center: 'mean' }),
      volume,
      UnsupportedOptionError,
      /center is 'mean'.*'none', 'auto'/,
    ],
    ['a NaN center', { center: [Number.NaN, 0] }, volume, UnsupportedOptionError, /\[NaN, 0\].*two finite numbers/],
    ['one center', wrong({ center: [1] }), volume, UnsupportedOptionError, /center is \[1\]/],
    [
      'a center with a total of its own',
      { window: 3, total: 81, center: [1, 1] },
      volume,
      UnsupportedOptionError,
      /it must be 'none', 'auto' or, with separable weights of sum 81, two finite numbers/,
    ],
    [
      'an unknown mask score',
      wrong({ mask: { score: 'half' } }),
      volume,
      UnsupportedOptionError,
      /mask\.score is 'half'.*'dropWindows'/,
    ],
    [
      'moments with border zero',
      { mask: { moments: true } },
      volume,
      UnsupportedOptionError,
      /border is 'zero'; it must be 'count' with mask\.moments/,
    ],
    [
      'a NaN constant',
      { stabilizer: { product: Number.NaN } },
      volume,
      UnsupportedOptionError,
      /stabilizer\.product is NaN/,
    ],
    [
      'a constant as text',
      wrong({ stabilizer: { product: '1e-5' } }),
      volume,
      UnsupportedOptionError,
      /stabilizer\.product is '1e-5'; it must be a finite number/,
    ],
    [
      'a reversed clamp',
      { stabilizer: { clampScore: [1, 0] } },
      volume,
      UnsupportedOptionError,
      /clampScore is \[1, 0\].*\[lower, upper\]/,
    ],
    [
      'a center that is one number',
      wrong({ center: 5 }),
      volume,
      UnsupportedOptionError,
      /center is 5.*two finite numbers/,
    ],
    [
      'a clamp that is one number',
      wrong({ stabilizer: { clampScore: 5 } }),
      volume,
      UnsupportedOptionError,
      /clampScore is 5; it must be \[lower, upper\]/,
    ],
    [
      'a gate that is one number',
      wrong({ stabilizer: { flat: 5 } }),
      volume,
      UnsupportedOptionError,
      /stabilizer\.flat is 5; it must be an object/,
    ],
    [
      'a NaN gate',
      { stabilizer: { flat: { threshold: Number.NaN, score: 0 } } },
      volume,
      UnsupportedOptionError,
      /stabilizer\.flat\.threshold is NaN; it must be a finite number/,
    ],
    [
      'a gate without a score',
      wrong({ stabilizer: { flat: { threshold: 1 } } }),
      volume,
      UnsupportedOptionError,
      /stabilizer\.flat\.score is NaN; it must be a finite number/,
    ],
    [
      'an infinite constant',
      { stabilizer: { product: Number.POSITIVE_INFINITY } },
      volume,
      UnsupportedOptionError,
      /stabilizer\.product is Infinity; it must be a finite number/,
    ],
    [
      'a stabilizer that is a number',
      wrong({ stabilizer: 5 }),
      volume,
      UnsupportedOptionError,
      /stabilizer is 5; it must be an object/,
    ],
    [
      'a mask use that is true',
      wrong({ mask: true }),
      volume,
      UnsupportedOptionError,
      /mask is true; it must be an object/,
    ],
    [
      'an unknown kernel option',
      wrong({ kernel: { shape: 'gaussian', sgima: 2 } }),
      volume,
      UnsupportedOptionError,
      /key in kernel is 'sgima'; it must be one of 'shape', 'sigma'/,
    ],
    [
      'an unknown precision',
      wrong({ kernel: { shape: 'box', precision: 'half' } }),
      volume,
      UnsupportedOptionError,
      /precision is 'half'.*'float64', 'float32', 'denseFloat32'/,
    ],
    [
      'factors of other lengths than the window',
      { window: 9, kernel: { factors: [[1], [1], [1]] } },
      volume,
      InvalidWindowError,
      /window is \[9, 9, 9\]; it must be absent or \[1, 1, 1\] with these kernel\.factors/,
    ],
    [
      'factors of another rank than the image',
      { kernel: { factors: [[1, 2, 1]] } },
      volume,
      InvalidWindowError,
      /window of length 1 is \[3\]; it must be one number, or 3/,
    ],
    [
      'a kernel without a shape',
      wrong({ kernel: { sigma: 2 } }),
      volume,
      UnsupportedOptionError,
      /kernel\.shape is undefined.*'gaussian'/,
    ],
    [
      'a kernel that is a number',
      wrong({ kernel: 5 }),
      volume,
      UnsupportedOptionError,
      /kernel is 5; it must be an object/,
    ],
    ['a total as text', wrong({ total: '9' }), volume, InvalidWindowError, /total\] is \[729, 9\]/],
    ['a total of 0', { total: 0 }, volume, InvalidWindowError, /total\] is \[729, 0\]/],
  ])('refuses %s', (_, definition, shape, errorClass, message) => {
    const resolve = () => resolveDefinition(definition, shape);
    expect(resolve).toThrow(errorClass);
    expect(resolve).toThrow(LnccError);
    expect(resolve).toThrow(message);
  });
});
