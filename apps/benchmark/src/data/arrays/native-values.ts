import { endianness } from 'node:os';
import { bytesPerNumber, type NumberType } from './number-type.ts';

export type NumberValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

const hostIsLittleEndian = endianness() === 'LE';

/**
 * Numbers of a file as an array of this machine. Where the file's bytes are in place, in this machine's order and of a
 * kind that JavaScript has, the result is a view of them and nothing is copied. 64-bit integers become float64, rounded
 * beyond 2^53, half floats become float32, and bool becomes 0 or 1.
 */
export function nativeValues(bytes: Uint8Array, type: NumberType, littleEndian: boolean): NumberValues {
  const size = bytesPerNumber[type];
  const own = inPlace(bytes, size, littleEndian);
  const { buffer, byteOffset } = own;
  const count = own.length / size;
  switch (type) {
    case 'bool':
      return own.map((value) => (value === 0 ? 0 : 1));
    case 'int8':
      return new Int8Array(buffer, byteOffset, count);
    case 'uint8':
      return own;
    case 'int16':
      return new Int16Array(buffer, byteOffset, count);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, count);
    case 'int32':
      return new Int32Array(buffer, byteOffset, count);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, count);
    case 'float32':
      return new Float32Array(buffer, byteOffset, count);
    case 'float64':
      return new Float64Array(buffer, byteOffset, count);
    case 'float16':
      return fromHalves(new Uint16Array(buffer, byteOffset, count));
    case 'int64':
    case 'uint64':
      return fromHalfWords(new Uint32Array(buffer, byteOffset, 2 * count), type === 'int64');
  }
}

/** The bytes at an address and in an order that a typed array can be laid over; a copy only where they are not. */
function inPlace(bytes: Uint8Array, size: number, littleEndian: boolean): Uint8Array<ArrayBufferLike> {
  if (size === 1) return bytes;
  if (littleEndian === hostIsLittleEndian) return bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  const copy = Buffer.from(new Uint8Array(bytes).buffer);
  return size === 2 ? copy.swap16() : size === 4 ? copy.swap32() : copy.swap64();
}

/** `high · 2^32 + low` rounds once, as the conversion of a BigInt does, without making seven million of them. */
function fromHalfWords(words: Uint32Array, signed: boolean): Float64Array {
  const [low, high] = hostIsLittleEndian ? [0, 1] : [1, 0];
  const values = new Float64Array(words.length / 2);
  for (let index = 0; index < values.length; index++) {
    const upper = words[2 * index + high]!;
    values[index] = (signed ? upper | 0 : upper) * 2 ** 32 + words[2 * index + low]!;
  }
  return values;
}

let table: Float32Array | undefined;

function fromHalves(halves: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => fromHalf(half));
  const values = new Float32Array(halves.length);
  for (let index = 0; index < values.length; index++) values[index] = table[halves[index]!]!;
  return values;
}

/** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
