import { StorageError } from '@fast-lncc/core';

/** A failed write as the error a user sees: what was being written, why it failed, and that the rest is kept. */
export function storageError(path: string, cause: unknown): StorageError {
  const reason = (cause as Error).message;
  const wayOut =
    (cause as NodeJS.ErrnoException).code === 'ENOSPC'
      ? 'Free space on that disk'
      : 'See that the folder can be written';
  return new StorageError(
    `${path} cannot be written (${reason}). What was measured before is kept. ${wayOut}, then go on with the command resume.`,
    { cause },
  );
}
