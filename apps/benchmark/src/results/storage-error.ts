import { StorageError } from '@fast-lncc/core';

const usualNext = 'go on with the command resume';

/**
 * A failed write as the error a user sees: what was being written, why it failed, and that the rest is kept.
 *
 * @param next what to do once it can be written.
 */
export function storageError(path: string, cause: unknown, next = usualNext): StorageError {
  const reason = (cause as Error).message;
  const wayOut =
    (cause as NodeJS.ErrnoException).code === 'ENOSPC'
      ? 'Free space on that disk'
      : 'See that the folder can be written';
  return new StorageError(
    `${path} cannot be written (${reason}). What was measured before is kept. ${wayOut}, then ${next}.`,
    { cause },
  );
}
