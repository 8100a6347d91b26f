import { assertLength } from '@fast-lncc/core';

/** One tensor to be written. */
export interface FloatTensor {
  readonly shape: readonly number[];
  /** C order. */
  readonly data: Float32Array;
}

/** Data starts at a multiple of it, so that readers can map the file. */
const alignment = 8;

/**
 * A safetensors file of float32 tensors, in the order given, readable by every implementation of the format.
 *
 * @throws ShapeMismatchError for data that does not fill its shape.
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, FloatTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  return joinParts(safetensorsParts(tensors, metadata));
}

/**
 * The same as parts, end to end: length and header, then the tensors' data, which are not copied.
 *
 * @throws ShapeMismatchError for data that does not fill its shape.
 */
export function safetensorsParts(
  tensors: Readonly<Record<string, FloatTensor>>,
  metadata: Readonly<Record<string, string>>,
): [header: Uint8Array, ...data: Uint8Array[]] {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
    assertLength(name, data.length, shape);
    const begin = end;
    end += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }] as const;
  });
  const known = Object.keys(metadata).length === 0 ? [] : [['__metadata__', metadata] as const];
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...known, ...entries])));
  const headerLength = Math.ceil(json.length / alignment) * alignment;
  const header = new Uint8Array(8 + headerLength).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(headerLength), true);
  header.set(json, 8);
  const data = Object.values(tensors).map((tensor) => tensor.data);
  return [header, ...data.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))];
}

/** Parts end to end, a copy. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    joined.set(part, place);
    place += part.length;
  }
  return joined;
}
