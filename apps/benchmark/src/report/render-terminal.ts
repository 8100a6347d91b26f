import { styleText } from 'node:util';
import type { Report } from './build-report.ts';
import { drawTable, wrap } from './draw-table.ts';
import { failureLines, tablesOf } from './tables.ts';

/** The tables as plain text of at most 79 columns; `colors` makes titles bold. */
export function renderTerminal(report: Report, { colors }: { readonly colors: boolean }): string {
  const bold = (text: string) => (colors ? styleText('bold', text, { validateStream: false }) : text);
  const section = (title: string, body: string) => `${bold(wrap(title))}\n${body}\n`;
  const listed = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [section(title, lines.map((line) => wrap(`- ${line}`)).join('\n'))];
  const sections = [
    ...tablesOf(report).map((table) =>
      section(
        table.title,
        [drawTable(table), ...(table.notes.length === 0 ? [] : [wrap(table.notes.join(' '))])].join('\n'),
      ),
    ),
    ...listed('Failed', failureLines(report)),
    ...listed('Warnings', report.warnings),
    ...listed('What these figures do not show', report.limits),
    ...listed('Found', report.findings),
  ];
  return sections.join('\n');
}
