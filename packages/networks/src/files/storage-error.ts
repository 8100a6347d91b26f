import { StorageError } from '@fast-lncc/core';

/** What to do, by what the system says. */
const waysOut: Readonly<Record<string, string>> = {
  EACCES: 'let this user write to its folder, or choose another one',
  EPERM: 'let this user write to its folder, or choose another one',
  EROFS: 'its file system is read-only: choose another folder',
  EISDIR: 'it is a folder: name a file in it',
  ENOENT: 'create its folder',
  ENOTDIR: 'create its folder',
  ENOSPC: 'free space on its disk',
  EDQUOT: 'free space in the quota of this user',
};

/** @param what was done to the file, such as `written`. */
export function storageError(what: string, path: string, cause: unknown): StorageError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const wayOut = Object.hasOwn(waysOut, code) ? ` The way out: ${waysOut[code]}.` : '';
  return new StorageError(`'${path}' could not be ${what} (${message}).${wayOut}`, { cause });
}
