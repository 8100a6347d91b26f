import type { RunFolder } from '../results/run-folder.ts';
import { writeAtomically } from '../results/write-atomically.ts';
import type { Report } from './build-report.ts';
import { renderHtml } from './html/render-html.ts';
import { renderMarkdown } from './render-markdown.ts';

/** Replaces `report.json` and `report.md` of a run: fast enough for every unit of it. */
export function writeReports(folder: RunFolder, report: Report): void {
  writeAtomically(folder.reportJson, `${JSON.stringify(report, undefined, 2)}\n`);
  writeAtomically(folder.reportMarkdown, renderMarkdown(report));
}

/** Replaces `report.html` of a run, whose charts take longer: at the end of a run, and when the report is written again. */
export async function writeHtmlReport(folder: RunFolder, report: Report): Promise<void> {
  writeAtomically(folder.reportHtml, await renderHtml(report));
}
