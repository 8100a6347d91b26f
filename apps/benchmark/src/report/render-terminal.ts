import { styleText } from 'node:util';
import CliTable from 'cli-table3';
import type { Report } from './build-report.ts';
import type { Table } from './table.ts';
import { failureLines, tablesOf } from './tables.ts';

const columns = 80;
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

/** The tables as plain text of at most 80 columns; `colors` makes titles bold. */
export function renderTerminal(report: Report, { colors }: { readonly colors: boolean }): string {
  const bold = (text: string) => (colors ? styleText('bold', text, { validateStream: false }) : text);
  const section = (title: string, body: string) => `${bold(wrap(title))}\n${body}\n`;
  const sections = tablesOf(report).map((table) =>
    section(table.title, `${drawTable(table)}\n${wrap(table.notes.join(' '))}`),
  );
  const failures = failureLines(report);
  if (failures.length > 0) sections.push(section('Failed', failures.map(wrap).join('\n')));
  sections.push(section('What these figures do not show', report.limits.map((limit) => wrap(`- ${limit}`)).join('\n')));
  return sections.join('\n');
}

/** Two spaces between columns and a line under the head: frames would not leave room for six columns. */
function drawTable({ head, rows }: Table): string {
  const none = Object.fromEntries(frameParts.map((part) => [part, '']));
  const table = new CliTable({
    head: [...head],
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    chars: { ...none, mid: '─', 'mid-mid': '──', middle: '  ' },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** Breaks a text between words; a single longer word, such as a path, is left whole. */
function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + word.length + 1 > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
