import { formatShape } from '../data/volume.ts';
import { adapterText } from '../engines/webgpu-adapter.ts';
import { markdownList, renderMarkdownTable } from '../report/markdown.ts';
import type { Table } from '../report/table.ts';
import { rowsOf, significant, sizesOf } from './figures.ts';
import { pageLimits } from './limits.ts';
import type { PageResult, SessionResult } from './result.ts';
import type { PageSettings } from './settings.ts';
import { pageTables, sizeFailures } from './tables.ts';

/** What a software adapter is marked with. */
export const softwareNote = 'a software adapter, no GPU: these times say nothing about one';

/** `table.md`, and what the page copies: every session with its tables, and rows for the benchmark's README. */
export function pageMarkdown(results: readonly PageResult[], settings: PageSettings): string {
  const sessions = results.filter((result): result is SessionResult => result.kind === 'session');
  const parts = [
    '# LNCC on a GPU, measured in a browser',
    ...sessions.flatMap((session) => {
      const own = results.filter((result) => result.session === session.session);
      const failures = sizeFailures(own);
      return [
        markdownList(sessionFacts(session, settings).map(([label, value]) => `${label}: ${harmless(value)}`)),
        ...pageTables(own, settings.window).map((table) => renderMarkdownTable(harmlessTable(table))),
        ...(failures.length === 0 ? [] : [`## Not measured\n\n${markdownList(failures.map(harmless))}`]),
        renderMarkdownTable(readmeRows(own, session, settings)),
      ];
    }),
    `## What these figures do not show\n\n${markdownList(pageLimits)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Where a session was measured, as labels and texts. */
export function sessionFacts(
  { name, adapter, software, browser }: SessionResult,
  { window, rounds, commit }: PageSettings,
): (readonly [label: string, text: string])[] {
  const told = adapterText(adapter) || 'the browser does not tell';
  return [
    ...(name === '' ? [] : [['GPU', name] as const]),
    ['Adapter', software ? `${told} (${softwareNote})` : told],
    ['Browser', browser],
    ['Measured', `window ${window}, medians of ${rounds} rounds that take all in turn`],
    ...(commit === undefined ? [] : [['Commit', commit] as const]),
  ];
}

/** One row per size in the form of the README's table. */
function readmeRows(results: readonly PageResult[], session: SessionResult, { commit }: PageSettings): Table {
  const gpu = [session.name || adapterText(session.adapter) || 'unknown', ...(session.software ? ['software'] : [])];
  const browser = /(?:Edg|Firefox|Chrome|Version)\/\d+/.exec(session.browser)?.[0].replace('/', ' ') ?? 'unknown';
  const rows = sizesOf(results).map((size) => {
    const found = new Map(rowsOf(results, size).map((row) => [row.contender, row]));
    const fused = found.get('fused')?.median;
    const against = (other: number | undefined) =>
      significant(other === undefined || fused === undefined ? undefined : other / fused);
    const cells = [found.get('fused-loss')?.median, fused].map(significant);
    const ratios = [found.get('naive')?.median, found.get('tfjs-separable')?.median].map(against);
    return [[...gpu, browser].join(', '), formatShape(size), ...cells, ...ratios, commit ?? 'unknown'];
  });
  return harmlessTable({
    title: 'For the table of the README',
    head: [
      'GPU, driver, browser',
      'size',
      'loss, ms',
      'loss + gradient, ms',
      'naive / fused',
      'TensorFlow.js separable / fused',
      'commit',
    ],
    rows,
    notes: [],
  });
}

/** Texts come from a browser: none of them may be markup. */
const harmless = (text: string): string =>
  text.replaceAll(/[\\`*_[\]]/g, (character) => `\\${character}`).replaceAll('<', '&lt;');

const harmlessTable = ({ title, head, rows, notes }: Table): Table => ({
  title,
  head,
  rows: rows.map((row) => row.map(harmless)),
  notes: notes.map(harmless),
});
