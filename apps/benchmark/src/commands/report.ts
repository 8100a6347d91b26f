import { resolve } from 'node:path';
import { buildReport } from '../report/build-report.ts';
import { renderTerminal } from '../report/render-terminal.ts';
import { writeReports } from '../report/write-reports.ts';
import { readMeasurements } from '../results/measurement-log.ts';
import { readRunDescription, runFolderAt } from '../results/run-folder.ts';
import type { CommandContext } from './context.ts';

/** Writes and prints the reports of a run anew from its measurements, those that were added later included. */
export function report(path: string, { output, startFolder }: Pick<CommandContext, 'output' | 'startFolder'>): number {
  const folder = runFolderAt(resolve(startFolder, path));
  const description = readRunDescription(folder);
  const { measurements, ignoredLines } = readMeasurements(folder.measurements);
  const rebuilt = buildReport(description, measurements);
  writeReports(folder, rebuilt);
  output.write(`${renderTerminal(rebuilt, { colors: output.colors })}\n`);
  if (ignoredLines > 0)
    output.write(`${ignoredLines} line(s) of ${folder.measurements} are not measurements and were ignored.\n`);
  if (!rebuilt.complete) output.write('The run is unfinished: the report holds what was measured.\n');
  output.write(`Reports: ${folder.reportMarkdown}\n         ${folder.reportJson}\n`);
  return 0;
}
