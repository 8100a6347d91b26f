import type { Report } from './build-report.ts';
import { describeRun } from './describe-run.ts';
import { markdownList, renderMarkdownTable } from './markdown.ts';
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
