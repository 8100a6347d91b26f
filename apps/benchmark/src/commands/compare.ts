import { resolve } from 'node:path';
import { compareReports } from '../report/compare/compare-reports.ts';
import { loadReport } from '../report/compare/load-report.ts';
import {
  renderComparison,
  renderComparisonHtml,
  renderComparisonMarkdown,
} from '../report/compare/render-comparison.ts';
import { writeAtomically } from '../results/write-atomically.ts';
import type { CommandContext } from './context.ts';

/** Files that `report compare` writes beside what it prints. */
export interface CompareOptions {
  readonly html?: string;
  readonly markdown?: string;
}

/** Prints two runs beside each other: ratios of their times with intervals, and what else differs. */
export function compare(
  first: string,
  second: string,
  options: CompareOptions,
  { output, startFolder }: Pick<CommandContext, 'output' | 'startFolder'>,
): number {
  const load = (path: string) => ({ name: path, report: loadReport(resolve(startFolder, path)) });
  const comparison = compareReports(load(first), load(second));
  output.write(`${renderComparison(comparison, { colors: output.colors })}\n`);
  const write = (path: string | undefined, text: () => string) => {
    if (path === undefined) return;
    const file = resolve(startFolder, path);
    writeAtomically(file, text());
    output.write(`Written: ${file}\n`);
  };
  write(options.html, () => renderComparisonHtml(comparison));
  write(options.markdown, () => renderComparisonMarkdown(comparison));
  return 0;
}
