import { existsSync } from 'node:fs';
import { InvalidDataError } from '@fast-lncc/core';
import { writeAtomically } from '../results/write-atomically.ts';
import { pageMarkdown } from './markdown.ts';
import { pageFilesIn, readPageResults } from './page-results.ts';

/** Whether a folder holds the results of a page. */
export const isPageFolder = (folder: string): boolean => existsSync(pageFilesIn(folder).lines);

/**
 * Writes the tables of a page's results again from its lines.
 *
 * @throws InvalidDataError where the first line, with the settings, is not there; StorageError where they cannot be written.
 */
export function rewritePageTable(folder: string): {
  readonly table: string;
  readonly text: string;
  readonly ignoredLines: number;
} {
  const { lines, table } = pageFilesIn(folder);
  const { start, results, ignoredLines } = readPageResults(lines);
  if (start === undefined) {
    throw new InvalidDataError(`${lines} does not begin with the settings of its page: it was altered. Measure again.`);
  }
  const text = pageMarkdown(results, start.settings);
  writeAtomically(table, text);
  return { table, text, ignoredLines };
}
