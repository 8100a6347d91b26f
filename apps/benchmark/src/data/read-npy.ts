import { parseNpyHeader } from './npy/header.ts';
import { storedNpy } from './npy/stored-npy.ts';
import { readBytes } from './read-bytes.ts';
import type { StoredScan } from './stored-scan.ts';

/**
 * An `.npy` array of any real number type and byte order, C or Fortran order.
 *
 * @throws InvalidDataError when the file is unreadable, truncated, of another format, or holds no real numbers.
 */
export function openNpy(path: string): StoredScan {
  const bytes = readBytes(path);
  const array = storedNpy(bytes, parseNpyHeader(bytes, path), path);
  return { image: () => ({ array }) };
}
