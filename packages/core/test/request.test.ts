import { describe, expect, test } from 'vitest';
import {
  assertMask,
  evaluateReference,
  InvalidDataError,
  InvalidWindowError,
  LnccError,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '../src/index.ts';

type ErrorClass = abstract new (...parameters: never[]) => Error;

describe('a request', () => {
  const shape = [1, 1, 4, 5];
  const image = new Float64Array(20).fill(1);

  test.each<[string, () => unknown, ErrorClass, RegExp]>([
    [
      'a short moving image',
      () => evaluateReference({ moving: [1, 2], fixed: image, shape }),
      ShapeMismatchError,
      /length of moving is 2; it must be 20 for shape \[1, 1, 4, 5\]/,
    ],
    [
      'an empty fixed image',
      () => evaluateReference({ moving: image, fixed: [], shape }),
      ShapeMismatchError,
      /length of fixed is 0/,
    ],
    [
      'a short mask',
      () => evaluateReference({ moving: image, fixed: image, shape, mask: [1] }),
      ShapeMismatchError,
      /length of mask is 1/,
    ],
    [
      'a negative mask',
      () => assertMask([0, 1, -2, 1], [1, 1, 4]),
      InvalidDataError,
      /mask\[2\] is -2; it must be 0 or positive/,
    ],
    ['a NaN mask', () => assertMask([0, Number.NaN], [1, 1, 2]), InvalidDataError, /mask\[1\] is NaN/],
    [
      'a mask of zeros',
      () => evaluateReference({ moving: image, fixed: image, shape, mask: new Float64Array(20) }),
      InvalidDataError,
      /mask is 0; it must be positive somewhere/,
    ],
    [
      'an upstream map for one number',
      () => evaluateReference({ moving: image, fixed: image, shape, upstream: image }),
      ShapeMismatchError,
      /length of upstream is 20; it must be 1 for shape \[\]/,
    ],
    [
      'a short upstream map',
      () => evaluateReference({ moving: image, fixed: image, shape, upstream: [1] }, { reduction: 'none' }),
      ShapeMismatchError,
      /length of upstream is 1; it must be 20 for shape \[1, 1, 4, 5\]/,
    ],
  ])('refuses %s', (_, call, errorClass, message) => {
    expect(call).toThrow(errorClass);
    expect(call).toThrow(message);
  });
});

describe('errors', () => {
  test('carry their names and are LnccErrors', () => {
    for (const errorClass of [ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, InvalidDataError]) {
      const error = new errorClass('a message');
      expect(error).toBeInstanceOf(LnccError);
      expect(error.name).toBe(errorClass.name);
    }
  });
});
