import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StorageError } from '@fast-lncc/core';
import { type FileIdentity, identityOf } from './file-identity.ts';
import { storageError } from './storage-error.ts';

/** Between the name of a file and what makes the name of an unfinished one its own. */
const marker = '.unfinished-';

/**
 * Replaces a file so that a reader, a crash or a loss of power leaves the old bytes or the new ones, never a part: written
 * beside, brought to the disk, renamed. Whatever else is unfinished beside it is removed, because it was left by a process
 * that was killed, or is about to replace bytes that its process has not seen.
 *
 * @param content the new bytes in parts, end to end.
 * @param mayReplace is asked last, when the new bytes are on the disk; it refuses by throwing.
 * @throws StorageError, with the old bytes in place, when the disk is full, or the folder is missing or not writable.
 */
export async function replaceFile(
  path: string,
  content: readonly Uint8Array[],
  mayReplace: () => Promise<void> = async () => undefined,
): Promise<FileIdentity> {
  const unfinished = `${path}${marker}${crypto.randomUUID()}`;
  try {
    const identity = await writeToDisk(unfinished, content);
    await mayReplace();
    await rename(unfinished, path).catch(async (error) => {
      throw error.code === 'ENOENT' ? writtenByAnother(path, error) : error;
    });
    await syncFolder(dirname(path));
    await removeUnfinished(path);
    return identity;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error instanceof StorageError ? error : storageError('written', path, error);
  }
}

/** The error of a process whose file was replaced by another one. */
export const writtenByAnother = (path: string, cause?: unknown): StorageError =>
  new StorageError(
    `'${path}' is not as this process left it, so it stays as it is: another one has written or removed it. ` +
      'Let one process at a time use it.',
    { cause },
  );

async function writeToDisk(path: string, content: readonly Uint8Array[]): Promise<FileIdentity> {
  const file = await open(path, 'wx');
  try {
    // Each goes on where the one before it ended.
    for (const part of content) await file.writeFile(part);
    await file.sync();
    return identityOf(await file.stat({ bigint: true }));
  } finally {
    await file.close();
  }
}

/** Makes the renaming itself last, where a folder can be brought to the disk: not on every system. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // The file is whole under its name all the same.
  }
}

async function removeUnfinished(path: string): Promise<void> {
  try {
    const folder = dirname(path);
    const names = (await readdir(folder)).filter((name) => name.startsWith(basename(path) + marker));
    await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
  } catch {
    // They take space, and are removed next time.
  }
}
