import { readFileSync, statSync } from 'node:fs';
import { InvalidDataError } from '@fast-lncc/core';

/**
 * The bytes of a file, in a buffer of their own.
 *
 * @throws InvalidDataError when there is no such file, it cannot be read, is no plain file, or is empty.
 */
export function readBytes(path: string): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    // A pipe or a device would never end.
    if (!statSync(path).isFile()) throw new Error('it is no plain file');
    bytes = readFileSync(path);
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message;
    throw new InvalidDataError(`Cannot read ${path}: ${reason}. Check the path.`, { cause });
  }
  if (bytes.length === 0) throw new InvalidDataError(`${path} is empty (0 bytes). Copy or download it again.`);
  // Node cuts small files out of a buffer that it shares.
  return bytes.buffer.byteLength === bytes.length ? bytes : new Uint8Array(bytes);
}
