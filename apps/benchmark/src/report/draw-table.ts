import CliTable from 'cli-table3';
import type { Table } from './table.ts';

const columns = 79;
const frameParts = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
];

/** A table of at most 79 columns; a wider one is drawn in parts, each with the first column. */
export function drawTable({ head, rows }: Pick<Table, 'head' | 'rows'>): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  return partsOf(widths)
    .map((part) => drawPart(head, rows, part))
    .join('\n\n');
}

/** Column numbers of each part. */
function partsOf(widths: readonly number[]): number[][] {
  const parts: number[][] = [[0]];
  let used = widths[0] ?? 0;
  for (let column = 1; column < widths.length; column++) {
    const added = widths[column]! + 2;
    if (used + added > columns && parts.at(-1)!.length > 1) {
      parts.push([0]);
      used = widths[0]!;
    }
    parts.at(-1)!.push(column);
    used += added;
  }
  return parts;
}

/** Two spaces between columns and a line under the head: frames would not leave room for six columns. */
function drawPart(head: readonly string[], rows: readonly (readonly string[])[], part: readonly number[]): string {
  const none = Object.fromEntries(frameParts.map((name) => [name, '']));
  const table = new CliTable({
    head: part.map((column) => head[column]!),
    colAligns: part.map((column) => (column === 0 ? 'left' : 'right')),
    chars: { ...none, mid: '─', 'mid-mid': '──', middle: '  ' },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => part.map((column) => row[column]!)));
  return table.toString();
}

/** Breaks a text between words; a single longer word, such as a path, is left whole. */
export function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + word.length + 1 > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
