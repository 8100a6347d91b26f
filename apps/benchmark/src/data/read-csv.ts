import { InvalidDataError } from '@fast-lncc/core';
import { parse } from 'csv-parse/sync';
import { readBytes } from './read-bytes.ts';

export interface CsvRow {
  readonly cells: readonly string[];
  /** The line of the file that the row ends on. */
  readonly line: number;
}

const largestFile = 2 ** 26;
const longestRow = 2 ** 16;

/**
 * The rows of a comma-separated file in UTF-8 (RFC 4180), cells without the blanks around them, empty lines left out.
 *
 * @throws InvalidDataError when the file is unreadable, larger than 64 MiB, not UTF-8, or a quote is not closed.
 */
export function readCsv(path: string): CsvRow[] {
  const bytes = readBytes(path);
  try {
    if (bytes.length > largestFile) throw new Error(`it has ${bytes.length} bytes`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const rows = parse(text, {
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: longestRow,
    }) as unknown as readonly { readonly record: string[]; readonly info: { readonly lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (cause) {
    throw new InvalidDataError(
      `${path} is not a readable CSV table (${(cause as Error).message}). Save it as comma-separated UTF-8.`,
      { cause },
    );
  }
}
