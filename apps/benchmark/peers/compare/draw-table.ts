import type { Table } from '../../src/report/table.ts';

const widest = 100;

/** A table as plain text: the first column to the left, the others to the right, its notes below. */
export function drawTable({ title, head, rows, notes }: Table): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [title, line(head), rule, ...rows.map(line), ...notes.map(wrap)].join('\n');
}

/** Breaks a text between words. */
export function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + word.length + 1 > widest) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}
