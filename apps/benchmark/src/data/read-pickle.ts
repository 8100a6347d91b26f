import { InvalidDataError } from '@fast-lncc/core';
import { bytesPerNumber } from './arrays/number-type.ts';
import { countOf, type StoredArray } from './arrays/stored-array.ts';
import { interpretPickle } from './pickle/interpret.ts';
import { latin1Bytes } from './pickle/latin1.ts';
import { isKind, nameOf, type PickleValue } from './pickle/values.ts';
import { readBytes } from './read-bytes.ts';
import type { StoredScan } from './stored-scan.ts';

/**
 * A pickle of an image, or of a tuple or list `(image, labels)`, as TransMorph distributes the IXI scans: NumPy arrays
 * of real numbers, written by NumPy 1 or 2 with protocol 2 to 5. It can build nothing else, and runs nothing.
 *
 * @throws InvalidDataError when the file is unreadable, truncated, or holds anything else; the message names the opcode
 * or the global and its byte.
 */
export function openPickle(path: string): StoredScan {
  const value = interpretPickle(readBytes(path), path);
  const items = isKind(value, 'tuple') || isKind(value, 'list') ? value.items : [value];
  if (items.length < 1 || items.length > 2) {
    throw new InvalidDataError(
      `${path} is a pickle of ${items.length} values; an image, or (image, labels), is needed. Save it with pickle.dump((image, labels), file, protocol=4).`,
    );
  }
  const [image, labels] = items;
  return {
    image: () => ({ array: stored(image, path) }),
    labels: () => (labels === undefined ? undefined : { array: stored(labels, path) }),
  };
}

function stored(value: PickleValue | undefined, path: string): StoredArray {
  if (!isKind(value, 'array') || !value.content) {
    throw new InvalidDataError(
      `${path} is a pickle with ${nameOf(value)} where a NumPy array is needed. Save it with pickle.dump((image, labels), file, protocol=4).`,
    );
  }
  const { bytes, ...array } = value.content;
  const length = countOf(array.shape, path) * bytesPerNumber[array.type];
  return { ...array, bytes: bytes.isText ? latin1Bytes(bytes.bytes, length, path) : bytes.bytes };
}
