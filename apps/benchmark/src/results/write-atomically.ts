import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { storageError } from './storage-error.ts';

/**
 * Replaces a file so that a reader, or a crash, sees the old content or the new one, never a part.
 *
 * @param next what to do when it can be written again, as {@link storageError} says it.
 * @throws StorageError where it cannot be written; the old content stays.
 */
export function writeAtomically(path: string, content: string | Uint8Array, next?: string): void {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const file = openSync(unfinished, 'w');
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw storageError(path, cause, next);
  }
}
