import { InvalidDataError } from '@fast-lncc/core';
import { latin1Text } from '../latin1-text.ts';

const longestLine = 200;

/** A place in a pickle. Every length is held against what is left before it is followed. */
export interface Cursor {
  readonly length: number;
  position(): number;
  byte(): number;
  uint16(): number;
  int32(): number;
  uint32(): number;
  /** A length of eight bytes. */
  uint64(): number;
  /** A part of the file, without a copy. */
  bytes(length: number): Uint8Array;
  /** ASCII up to the end of the line, without it. */
  line(): string;
}

/** @throws InvalidDataError, in every method, where the pickle ends before what it announces. */
export function createCursor(source: Uint8Array, path: string): Cursor {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  let position = 0;
  const take = (length: number): number => {
    if (length > source.length - position) {
      throw new InvalidDataError(
        `${path} is truncated: at byte ${position} it announces ${length} bytes, and ${source.length - position} are left. Copy or download it again.`,
      );
    }
    position += length;
    return position - length;
  };
  return {
    length: source.length,
    position: () => position,
    byte: () => view.getUint8(take(1)),
    uint16: () => view.getUint16(take(2), true),
    int32: () => view.getInt32(take(4), true),
    uint32: () => view.getUint32(take(4), true),
    uint64: () => Number(view.getBigUint64(take(8), true)),
    bytes: (length) => source.subarray(take(length), position),
    line: () => {
      const rest = source.subarray(position, position + longestLine);
      const end = rest.indexOf(0x0a);
      if (end < 0) {
        throw new InvalidDataError(
          `${path} has a name without an end at byte ${position}. It is truncated or corrupt: copy it again.`,
        );
      }
      take(end + 1);
      return latin1Text(rest.subarray(0, end));
    },
  };
}
