import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Tells a file from another that was put in its place, and from itself when it was written to. */
export type FileIdentity = string;

export const identityOf = ({ ino, size, mtimeNs }: BigIntStats): FileIdentity => `${ino} ${size} ${mtimeNs}`;

/** `undefined` where there is no file. */
export async function identityAt(path: string): Promise<FileIdentity | undefined> {
  try {
    return identityOf(await stat(path, { bigint: true }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
