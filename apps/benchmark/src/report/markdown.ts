import type { Table } from './table.ts';

/** Messages and paths may hold anything; what would end the list or become markup is made harmless. */
const onOneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('<', '&lt;');

export const markdownList = (lines: readonly string[]): string =>
  lines.map((line) => `- ${onOneLine(line)}`).join('\n');

export function renderMarkdownTable({ title, head, rows, notes }: Table): string {
  const cells = (values: readonly string[]) => `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`;
  const alignment = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [
    `## ${title}`,
    '',
    cells(head),
    cells(alignment),
    ...rows.map(cells),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n');
}
