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
      /moving has 2 elements.*holds 20/,
    ],
    [
      'an empty fixed image',
      () => evaluateReference({ moving: image, fixed: [], shape }),
      ShapeMismatchError,
      /fixed has 0 elements/,
    ],
    [
      'a short mask',
      () => evaluateReference({ moving: image, fixed: image, shape, mask: [1] }),
      ShapeMismatchError,
      /mask has 1 elements/,
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
      /upstream of reduction 'mean' has 20 elements, but shape \[\] holds 1/,
    ],
    [
      'a short upstream map',
      () => evaluateReference({ moving: image, fixed: image, shape, upstream: [1] }, { reduction: 'none' }),
      ShapeMismatchError,
      /upstream of reduction 'none' has 1 elements.*\[1, 1, 4, 5\]/,
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
