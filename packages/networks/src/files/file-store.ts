import { open } from 'node:fs/promises';
import type { TrainingStore } from '../training/training-store.ts';
import { type FileIdentity, identityAt, identityOf } from './file-identity.ts';
import { replaceFile, writtenByAnother } from './replace-file.ts';
import { storageError } from './storage-error.ts';

/**
 * A file that keeps the state of a training, replaced as a whole by every saving. Of processes that train into the same
 * file, the one that began last goes on: the others fail when they save next, and nothing is mixed.
 *
 * Its methods throw a StorageError for a file that cannot be read or written, or that another process has written since
 * it was read or written here; what the file holds stays as it is.
 *
 * @param path in a folder that exists.
 */
export function fileStore(path: string): TrainingStore {
  /** What lies there as far as this process knows; `unread` before it has looked. */
  let known: FileIdentity | undefined | 'unread' = 'unread';

  async function assertKnown(): Promise<void> {
    if (known !== 'unread' && (await identityAt(path)) !== known) throw writtenByAnother(path);
  }

  async function replace(content: readonly Uint8Array[]): Promise<void> {
    known = await replaceFile(path, content, assertKnown);
  }

  return {
    name: path,
    async read() {
      try {
        const file = await open(path);
        try {
          known = identityOf(await file.stat({ bigint: true }));
          return await file.readFile();
        } finally {
          await file.close();
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageError('read', path, error);
        known = undefined;
        return undefined;
      }
    },
    write: (content) => replace([content]),
    writeParts: replace,
  };
}
