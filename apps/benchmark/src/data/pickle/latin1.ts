import { InvalidDataError } from '@fast-lncc/core';

/**
 * The bytes that a text in UTF-8 stands for, character by character, without making a string of it.
 *
 * @throws InvalidDataError when there are not `length`, or a character is beyond 255.
 */
export function latin1Bytes(text: Uint8Array, length: number, path: string): Uint8Array {
  const bytes = new Uint8Array(length);
  let target = 0;
  for (let source = 0; source < text.length; source++) {
    let value = text[source]!;
    if (value >= 0x80) {
      const next = text[++source] ?? 0;
      const isByte = (value === 0xc2 || value === 0xc3) && (next & 0xc0) === 0x80;
      if (!isByte) {
        throw new InvalidDataError(
          `${path} has an array whose bytes are written as text, with a character that is no byte. It is corrupt: save it again, as protocol 4.`,
        );
      }
      value = ((value & 0x03) << 6) | (next & 0x3f);
    }
    bytes[target++] = value;
  }
  if (target !== length) {
    throw new InvalidDataError(
      `${path} has an array of ${target} bytes where ${length} are needed. It is corrupt: save it again, as protocol 4.`,
    );
  }
  return bytes;
}
