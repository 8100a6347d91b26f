import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { storageError } from './storage-error.ts';

/** A file of lines that is only ever added to. */
export interface AppendLog {
  /**
   * The line is on the disk when this returns, whatever ends the process afterwards.
   *
   * @throws StorageError where it cannot be written; what was written before stays readable.
   */
  append(line: string): void;
  close(): void;
}

/**
 * Opens a file of lines, and ends the last one where a killed process has left a part of it.
 *
 * @param next what to do when it can be written again, as {@link storageError} says it.
 * @throws StorageError where the file cannot be opened.
 */
export function openAppendLog(path: string, next?: string): AppendLog {
  const write = <Result>(action: () => Result): Result => {
    try {
      return action();
    } catch (cause) {
      throw storageError(path, cause, next);
    }
  };
  const torn = existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8'));
  const file = write(() => openSync(path, 'a'));
  if (torn) write(() => writeFileSync(file, '\n'));
  return {
    append(line) {
      write(() => {
        writeFileSync(file, `${line}\n`);
        fsyncSync(file);
      });
    },
    close: () => closeSync(file),
  };
}
