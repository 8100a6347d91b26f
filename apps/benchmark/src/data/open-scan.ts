import { InvalidDataError } from '@fast-lncc/core';
import { openNifti } from './read-nifti.ts';
import { openNpy } from './read-npy.ts';
import { openNpz } from './read-npz.ts';
import { openPickle } from './read-pickle.ts';
import type { StoredScan } from './stored-scan.ts';

const readers: readonly (readonly [suffix: string, open: (path: string) => StoredScan])[] = [
  ['.nii', openNifti],
  ['.nii.gz', openNifti],
  ['.npz', openNpz],
  ['.npy', openNpy],
  ['.pkl', openPickle],
  ['.pickle', openPickle],
];

/** Whether files with such a name are read here. */
export function isScanName(path: string): boolean {
  return readers.some(([suffix]) => path.toLowerCase().endsWith(suffix));
}

/**
 * What a file holds, by the ending of its name.
 *
 * @throws InvalidDataError for an ending that is not read here, and as the readers do.
 */
export function openScan(path: string): StoredScan {
  const reader = readers.find(([suffix]) => path.toLowerCase().endsWith(suffix));
  if (!reader) {
    const endings = readers.map(([suffix]) => suffix).join(', ');
    throw new InvalidDataError(`${path} is not a file type that is read here (${endings}). Convert the image first.`);
  }
  return reader[1](path);
}
