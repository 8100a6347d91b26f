import type { Report } from '../report/build-report.ts';
import { renderTerminal } from '../report/render-terminal.ts';
import { writeHtmlReport } from '../report/write-reports.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { CommandContext } from './context.ts';

const hasSucceeded = ({ failures, agreement, training }: Report): boolean =>
  failures.length === 0 &&
  agreement.every(({ agrees }) => agrees) &&
  training.every(({ equalLosses }) => equalLosses !== false);

/** Writes the page of a run that has ended, and prints its tables and where its files are. */
export async function finishRun(
  report: Report,
  folder: RunFolder,
  { output, interruption }: Pick<CommandContext, 'output' | 'interruption'>,
): Promise<number> {
  await writeHtmlReport(folder, report);
  output.write(`\n${renderTerminal(report, { colors: output.colors })}\n`);
  output.write(`Reports: ${folder.reportHtml}\n         ${folder.reportMarkdown}\n         ${folder.reportJson}\n`);
  if (interruption.signal.aborted) {
    output.write('Interrupted: the report holds what was measured until then. To go on:\n');
    output.write(`  npm run benchmark -- resume ${folder.path}\n`);
    return interruption.exitCode;
  }
  return hasSucceeded(report) ? 0 : 1;
}
