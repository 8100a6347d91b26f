import { UnsupportedOptionError } from '@fast-lncc/core';

/** Bytes of an element, by the name a safetensors file has for its type. */
export const elementBytes: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
};

/** Elements as float32, a copy. @throws UnsupportedOptionError unless they are float32 or float64. */
export function toFloat32(name: string, dtype: string, bytes: Uint8Array): Float32Array {
  // A copy starts at 0, and so where an array of wider elements can; `slice` of a Node Buffer would not copy.
  const { buffer } = new Uint8Array(bytes);
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'F64') return Float32Array.from(new Float64Array(buffer));
  throw new UnsupportedOptionError(`'${name}' holds ${dtype}; weights are read from F32 or F64: save them as float32.`);
}
