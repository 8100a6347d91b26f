import { mkdirSync } from 'node:fs';
import { StorageError } from '@fast-lncc/core';

/** @throws StorageError where the folder cannot be made. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new StorageError(
      `${folder} cannot be made (${(cause as Error).message}). Name a folder that can be written.`,
      { cause },
    );
  }
}
