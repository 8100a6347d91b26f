import { InvalidDataError } from '@fast-lncc/core';
import { bytesPerNumber } from '../arrays/number-type.ts';
import { byteLengthOf, firstAxisFastest, lastAxisFastest, type StoredArray } from '../arrays/stored-array.ts';
import { formatShape } from '../volume.ts';
import type { NpyHeader } from './header.ts';

/**
 * The array behind a header, in the same bytes.
 *
 * @throws InvalidDataError when there are not exactly as many numbers as the shape needs.
 */
export function storedNpy(bytes: Uint8Array, header: NpyHeader, path: string): StoredArray {
  requireExact(bytes.length, header, path);
  const { type, littleEndian, shape, offset } = header;
  const strides = header.fortranOrder ? firstAxisFastest(shape) : lastAxisFastest(shape);
  return { bytes: bytes.subarray(offset), type, littleEndian, shape, strides };
}

/** @throws InvalidDataError when an npy array of `length` bytes cannot have that header. */
export function requireExact(length: number, { shape, type, offset }: NpyHeader, path: string): void {
  const needed = byteLengthOf(shape, type, path);
  const found = length - offset;
  if (found === needed) return;
  const numbers = (byteCount: number) => byteCount / bytesPerNumber[type];
  const problem = found < needed ? 'is truncated' : 'has bytes behind its array';
  throw new InvalidDataError(
    `${path} ${problem}: the shape ${formatShape(shape) || '()'} of ${type} needs ${numbers(needed)} numbers, it has ${numbers(found)}. Copy it again.`,
  );
}
