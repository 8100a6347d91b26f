import type { Report } from './build-report.ts';
import { describeRun } from './describe-run.ts';
import type { Table } from './table.ts';
import { failureLines, sectionsOf } from './tables.ts';

export const unfinishedNote = 'the run was interrupted or is still going; these are the measurements so far.';

/** `report.md`. */
export function renderMarkdown(report: Report): string {
  const failures = failureLines(report);
  const listed = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`## ${title}\n\n${markdownList(lines)}`];
  const sections = [
    '# LNCC benchmark',
    ...(report.headline === undefined ? [] : [`**${report.headline}**`]),
    ...(report.complete ? [] : [`**Unfinished:** ${unfinishedNote}`]),
    markdownList(describeRun(report).map(([label, text]) => `${label}: ${text}`)),
    ...listed('Found', report.findings),
    ...listed('Warnings', report.warnings),
    ...sectionsOf(report).flatMap(({ tables }) => tables.map(renderMarkdownTable)),
    ...listed('Failed', failures),
    ...listed('What these figures do not show', report.limits),
  ];
  return `${sections.join('\n\n')}\n`;
}

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
