import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { InvalidDataError } from '@fast-lncc/core';

type Values = Float32Array | Uint16Array;
type Constructor<Result extends Values> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, offset: number, length: number): Result;
};

const swaps = endianness() === 'BE';

/** The little-endian bytes of an array, without a copy where the machine stores numbers so. */
export function toLittleEndian(values: Values): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return swaps ? swapped(bytes, values.BYTES_PER_ELEMENT) : bytes;
}

/**
 * The numbers of a raw file, without a copy where the machine stores numbers so.
 *
 * @throws InvalidDataError where the file cannot be read, or has another number of values.
 */
export async function readValues<Result extends Values>(
  path: string,
  count: number,
  type: Constructor<Result>,
): Promise<Result> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new InvalidDataError(
      `${path} cannot be read (${(cause as Error).message}). Prepare the dataset again, or copy the whole folder.`,
      { cause },
    );
  }
  return fromLittleEndian(bytes, count, type, path);
}

/**
 * The numbers in the bytes of a raw file, without a copy where the machine stores numbers so.
 *
 * @throws InvalidDataError where it has another number of values.
 */
export function fromLittleEndian<Result extends Values>(
  bytes: Buffer,
  count: number,
  type: Constructor<Result>,
  path: string,
): Result {
  const size = type.BYTES_PER_ELEMENT;
  if (bytes.length !== count * size) {
    throw new InvalidDataError(
      `${path} has ${bytes.length} bytes; ${count} values of ${size} bytes need ${count * size}. Prepare the dataset again, or copy the whole folder.`,
    );
  }
  const plain = swaps ? swapped(bytes, size) : bytes;
  if (plain.byteOffset % size === 0) return new type(plain.buffer as ArrayBuffer, plain.byteOffset, count);
  return new type(new Uint8Array(plain).buffer, 0, count);
}

function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const copy = Buffer.from(bytes);
  return size === 2 ? copy.swap16() : copy.swap32();
}
