import { replaceFile } from './replace-file.ts';

/**
 * Replaces a file so that a reader, a crash or a loss of power leaves the old bytes or the new ones, never a part: for
 * weights that are kept beside a training.
 *
 * @throws StorageError, with the old bytes in place, when the disk is full, or the folder is missing or not writable.
 */
export async function writeFileAtomically(path: string, content: Uint8Array): Promise<void> {
  await replaceFile(path, [content]);
}
