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
  const file = new Uint8Array(8 + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, 8);
  file.fill(0x20, 8 + json.length, 8 + headerLength);
  let place = 8 + headerLength;
  for (const { data } of Object.values(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
    place += data.byteLength;
  }
  return file;
}
