import { InvalidDataError } from '@fast-lncc/core';
import type { StoredArray } from './arrays/stored-array.ts';
import { parseNpyHeader } from './npy/header.ts';
import { requireExact, storedNpy } from './npy/stored-npy.ts';
import { readBytes } from './read-bytes.ts';
import type { StoredScan } from './stored-scan.ts';
import { readZipDirectory } from './zip/directory.ts';
import { unzipEntry, unzipStart } from './zip/unzip-entry.ts';

const imageKey = 'vol';
const labelKey = 'seg';
const suffix = '.npy';

/**
 * The arrays `vol`, or the only one, and `seg` of an `.npz` file.
 *
 * @throws InvalidDataError when the file is unreadable, truncated, of another format, or has no such array.
 */
export function openNpz(path: string): StoredScan {
  const file = readBytes(path);
  const entries = new Map(
    readZipDirectory(file, path).map((entry) => [
      entry.name.endsWith(suffix) ? entry.name.slice(0, -suffix.length) : entry.name,
      entry,
    ]),
  );
  const read = (key: string): StoredArray => {
    const entry = entries.get(key)!;
    const name = `${path}, array "${key}",`;
    // What comes out is known before it is unpacked: the array's own shape has to agree with the length the zip tells.
    const header = parseNpyHeader(unzipStart(file, entry, name), name);
    requireExact(entry.length, header, name);
    return storedNpy(unzipEntry(file, entry, name), header, name);
  };
  return {
    image: () => {
      const key = entries.has(imageKey) ? imageKey : entries.size === 1 ? [...entries.keys()][0]! : undefined;
      if (key === undefined) {
        const names = [...entries.keys()].slice(0, 20).join(', ');
        throw new InvalidDataError(
          `${path} has no array named "${imageKey}" (it has: ${names || 'none'}). Save the image as numpy.savez(path, ${imageKey}=image).`,
        );
      }
      return { array: read(key) };
    },
    labels: () => (entries.has(labelKey) ? { array: read(labelKey) } : undefined),
  };
}
