import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { StorageError } from '@fast-lncc/core';

/** Which version of a file its first bytes are of. */
export interface PartState {
  readonly url: string;
  /** A strong ETag, or the time of the last change: what `If-Range` takes. */
  readonly validator?: string;
  /** Bytes of the whole. */
  readonly length?: number;
}

/** The beginning of a file that is being downloaded, beside its place, and what is known of the whole. */
export interface PartFile {
  readonly path: string;
  /** Bytes that are there. */
  size(): number;
  state(): PartState | undefined;
  /** @throws StorageError */
  remember(state: PartState): void;
  discard(): void;
  /** Gives the file its name. @throws StorageError */
  finish(): void;
}

export function partFile(target: string): PartFile {
  const path = `${target}.part`;
  const about = `${path}.json`;
  return {
    path,
    size: () => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    state() {
      try {
        return JSON.parse(readFileSync(about, 'utf8')) as PartState;
      } catch {
        return undefined;
      }
    },
    remember: (state) => stored(about, () => writeFileSync(about, JSON.stringify(state))),
    discard() {
      for (const name of [path, about]) rmSync(name, { force: true });
    },
    finish() {
      stored(target, () => renameSync(path, target));
      rmSync(about, { force: true });
    },
  };
}

function stored(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw notStored(path, cause);
  }
}

/** The error of a write that failed. */
export const notStored = (path: string, cause: unknown): StorageError =>
  new StorageError(
    `${path} cannot be written (${(cause as Error).message}). What was downloaded is kept: free space or choose another folder, and give the same command again.`,
    { cause },
  );
