import type { NumberType } from './number-type.ts';

const types: Readonly<Record<string, NumberType>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

/** What NumPy writes as `f4`, `i2` and so on, without its byte order; `undefined` for what is not a real number. */
export function numpyType(code: string): NumberType | undefined {
  return Object.hasOwn(types, code) ? types[code] : undefined;
}
