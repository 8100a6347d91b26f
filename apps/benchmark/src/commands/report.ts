import { resolve } from 'node:path';
import { isPageFolder, rewritePageTable } from '../page/rewrite-table.ts';
import { buildReport } from '../report/build-report.ts';
import { renderTerminal } from '../report/render-terminal.ts';
import { writeHtmlReport, writeReports } from '../report/write-reports.ts';
import { readMeasurements } from '../results/measurement-log.ts';
import { readRunDescription, runFolderAt } from '../results/run-folder.ts';
import type { CommandContext } from './context.ts';

/** Writes and prints the reports of a run anew from its measurements, those that were added later included. */
export async function report(
  path: string,
  { output, startFolder }: Pick<CommandContext, 'output' | 'startFolder'>,
): Promise<number> {
  const absolute = resolve(startFolder, path);
  if (isPageFolder(absolute)) {
    const { table, text, ignoredLines } = rewritePageTable(absolute);
    output.write(`${text}\n`);
    if (ignoredLines > 0) output.write(`${ignoredLines} line(s) are no results and were ignored.\n`);
    output.write(`Table: ${table}\n`);
    return 0;
  }
  const folder = runFolderAt(absolute);
  const description = readRunDescription(folder);
  const { measurements, ignoredLines, damagedLines, supersededLines } = readMeasurements(folder.measurements);
  const rebuilt = buildReport(description, measurements);
  writeReports(folder, rebuilt);
  await writeHtmlReport(folder, rebuilt);
  output.write(`${renderTerminal(rebuilt, { colors: output.colors })}\n`);
  const about = (count: number, what: string) => {
    if (count > 0) output.write(`${count} line(s) of ${folder.measurements} ${what}.\n`);
  };
  about(ignoredLines, 'are not measurements and were ignored');
  about(damagedLines, 'were altered, as their checksums say, and were ignored');
  about(supersededLines, 'belong to units that were measured again, and do not count');
  if (!rebuilt.complete) output.write('The run is unfinished: the report holds what was measured.\n');
  output.write(`Reports: ${folder.reportHtml}\n         ${folder.reportMarkdown}\n         ${folder.reportJson}\n`);
  return 0;
}
