import type { Report } from '../build-report.ts';
import { type ChartImage, chartsOf } from '../charts/charts-of.ts';
import { describeRun } from '../describe-run.ts';
import { unfinishedNote } from '../render-markdown.ts';
import { failureLines, sectionsOf } from '../tables.ts';
import { type Html, html, trusted } from './html.ts';
import { htmlTable } from './html-table.ts';
import { htmlPage } from './page.ts';

/** `report.html`: one file with tables and drawings, without scripts, that asks for nothing from elsewhere. */
export async function renderHtml(report: Report): Promise<string> {
  const sections = sectionsOf(report);
  const charts = await chartsOf(report);
  const failures = failureLines(report);
  const links = [
    ...sections.map(({ id, title }) => ({ id, title })),
    ...(failures.length > 0 ? [{ id: 'failed', title: 'Failed' }] : []),
    { id: 'limits', title: 'What these figures do not show' },
  ];
  const body = html`<h1>LNCC benchmark</h1>
${report.complete ? undefined : html`<p class="warning"><strong>Unfinished:</strong> ${unfinishedNote}</p>\n`}
${listed('warning', 'Warnings', report.warnings)}
${report.findings.length === 0 ? undefined : html`<ul>${items(report.findings)}</ul>\n`}
<nav aria-label="Sections"><ul>${links.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<dl>
${describeRun(report).map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>\n`)}</dl>
${sections.map(
  ({ id, title, tables }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${figures(charts.filter(({ section }) => section === id))}
${tables.map(htmlTable)}</section>
`,
)}
${failures.length === 0 ? undefined : html`<section id="failed"><h2>Failed</h2><ul>${items(failures)}</ul></section>\n`}
<section id="limits"><h2>What these figures do not show</h2><ul>${items(report.limits)}</ul></section>
`;
  const summary = report.headline ?? `LNCC benchmark of ${report.startedAt}: nothing was compared with Algorithm 1.`;
  return htmlPage({ title: 'LNCC benchmark', summary, body });
}

const items = (lines: readonly string[]): Html[] => lines.map((line) => html`<li>${line}</li>`);

const listed = (style: string, title: string, lines: readonly string[]): Html | undefined =>
  lines.length === 0
    ? undefined
    : html`<div class="${style}"><strong>${title}</strong><ul>${items(lines)}</ul></div>\n`;

function figures(charts: readonly ChartImage[]): Html | undefined {
  if (charts.length === 0) return undefined;
  return html`<div class="figures">${charts.map(
    ({ caption, svg }) =>
      html`<figure><div class="scroll" role="region" aria-label="${caption}" tabindex="0">${trusted(svg)}</div>
<figcaption>${caption}</figcaption></figure>
`,
  )}</div>`;
}
