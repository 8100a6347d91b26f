import { styleText } from 'node:util';
import { drawTable, wrap } from '../draw-table.ts';
import { html } from '../html/html.ts';
import { htmlTable } from '../html/html-table.ts';
import { htmlPage } from '../html/page.ts';
import { markdownList, renderMarkdownTable } from '../markdown.ts';
import type { Comparison } from './compare-reports.ts';
import { comparisonHeadline, comparisonLists, comparisonTables } from './comparison-tables.ts';

/** As plain text of at most 79 columns; `colors` makes titles bold. */
export function renderComparison(comparison: Comparison, { colors }: { readonly colors: boolean }): string {
  const bold = (text: string) => (colors ? styleText('bold', text, { validateStream: false }) : text);
  return [
    wrap(comparisonHeadline(comparison)),
    wrap(`First: ${comparison.first}`),
    `${wrap(`Second: ${comparison.second}`)}\n`,
    ...comparisonTables(comparison).map(
      (table) => `${bold(wrap(table.title))}\n${drawTable(table)}\n${wrap(table.notes.join(' '))}\n`,
    ),
    ...comparisonLists(comparison).map(
      ({ title, lines }) => `${bold(title)}\n${lines.map((line) => wrap(`- ${line}`)).join('\n')}\n`,
    ),
  ].join('\n');
}

export function renderComparisonMarkdown(comparison: Comparison): string {
  return `${[
    '# Two runs of the LNCC benchmark',
    `**${comparisonHeadline(comparison)}**`,
    markdownList([`First: ${comparison.first}`, `Second: ${comparison.second}`]),
    ...comparisonTables(comparison).map(renderMarkdownTable),
    ...comparisonLists(comparison).map(({ title, lines }) => `## ${title}\n\n${markdownList(lines)}`),
  ].join('\n\n')}\n`;
}

export function renderComparisonHtml(comparison: Comparison): string {
  const body = html`<h1>Two runs of the LNCC benchmark</h1>
<dl><dt>First</dt><dd>${comparison.first}</dd><dt>Second</dt><dd>${comparison.second}</dd></dl>
${comparisonTables(comparison).map(htmlTable)}
${comparisonLists(comparison).map(
  ({ title, lines }) => html`<section><h2>${title}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>
`,
)}`;
  return htmlPage({ title: 'Two runs of the LNCC benchmark', summary: comparisonHeadline(comparison), body });
}
