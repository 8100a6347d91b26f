import { existsSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openAppendLog } from '../results/append-log.ts';
import { openSealed, sealLine } from '../results/log-line.ts';
import type { Machine } from '../results/machine.ts';
import { createRunFolder } from '../results/run-folder.ts';
import { writeAtomically } from '../results/write-atomically.ts';
import { pageMarkdown } from './markdown.ts';
import { parseResult } from './parse-result.ts';
import type { PageResult, StartLine } from './result.ts';
import type { PageSettings } from './settings.ts';

/** The folder that a page's results go to. */
export interface PageResults {
  readonly folder: string;
  readonly table: string;
  /**
   * Puts a result on the disk, and the tables with it.
   *
   * @throws StorageError where that cannot be done.
   */
  add(result: PageResult): void;
  /** Removes the folder again where nothing was measured. @returns whether there are results. */
  close(): boolean;
}

/** The files of a folder of results. */
export const pageFilesIn = (folder: string) => ({
  lines: join(folder, 'results.jsonl'),
  table: join(folder, 'table.md'),
});

/** What is known before anything is measured. */
export interface PageStart {
  readonly settings: PageSettings;
  readonly machine: Machine;
  readonly startedAt: Date;
}

const next = 'start the command again';

/** @throws InvalidDataError where the folder cannot be made, StorageError where it cannot be written. */
export function createPageResults(parent: string, { settings, machine, startedAt }: PageStart): PageResults {
  const folder = createRunFolder(parent, 'page', startedAt).path;
  const { lines: path, table } = pageFilesIn(folder);
  const log = openAppendLog(path, next);
  const start: StartLine = {
    kind: 'start',
    startedAt: startedAt.toISOString(),
    settings,
    machine,
  };
  log.append(sealLine(start));
  const results: PageResult[] = [];
  return {
    folder,
    table,
    add(result) {
      log.append(sealLine(result));
      results.push(result);
      writeAtomically(table, pageMarkdown(results, settings), next);
    },
    close() {
      log.close();
      if (results.length > 0) return true;
      rmSync(path);
      rmdirSync(folder);
      return false;
    },
  };
}

/** What a file of results holds. */
export interface StoredResults {
  readonly start: StartLine | undefined;
  readonly results: readonly PageResult[];
  /** Lines that are no results: the torn last line of a killed process, lines that were altered. */
  readonly ignoredLines: number;
}

/** Every whole line of a file of results. */
export function readPageResults(path: string): StoredResults {
  let start: StartLine | undefined;
  const results: PageResult[] = [];
  let ignoredLines = 0;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const value = openSealed(line);
    if (value?.kind === 'start') start = value as unknown as StartLine;
    else {
      try {
        results.push(parseResult(value));
      } catch {
        ignoredLines++;
      }
    }
  }
  return { start, results, ignoredLines };
}
