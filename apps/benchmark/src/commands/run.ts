import { resolve } from 'node:path';
import { loadPair } from '../data/image-pair.ts';
import { checkProvider } from '../process/check-provider.ts';
import type { Report } from '../report/build-report.ts';
import { renderTerminal } from '../report/render-terminal.ts';
import { createRunFolder } from '../results/run-folder.ts';
import { runBenchmark } from '../run/run-benchmark.ts';
import { availableContenders } from './available-contenders.ts';
import type { CommandContext } from './context.ts';
import { idsOf, type RunOptions, readSettings } from './options.ts';
import { defaultOutput } from './profiles.ts';

const hasSucceeded = ({ failures, agreement, training }: Report): boolean =>
  failures.length === 0 &&
  agreement.every(({ agrees }) => agrees) &&
  training.every(({ equalLosses }) => equalLosses !== false);

/**
 * Runs the benchmark and prints its tables.
 *
 * @returns the exit code: 0 when every contender was measured, 1 when one failed, disagreed or trained a network with
 * other losses, otherwise the code the interruption asks for.
 */
export async function run(options: RunOptions, name: string, context: CommandContext): Promise<number> {
  const selected = readSettings(options);
  const contenders = await availableContenders(selected.contenders, options, context);
  const settings = { ...selected.settings, ...idsOf(contenders) };
  if (contenders.some(({ engine }) => engine === 'onnxruntime')) {
    await checkProvider(settings, context.worker, context.interruption.signal);
  }
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(context.startFolder, path));
  const request = {
    moving: absolute(options.moving),
    fixed: absolute(options.fixed),
    data: absolute(options.data),
    size: settings.size,
    seed: settings.seed,
  };
  const pair = loadPair(request);
  const startedAt = new Date();
  const folder = createRunFolder(resolve(context.startFolder, options.output ?? defaultOutput), name, startedAt);
  const { output, worker, interruption } = context;
  output.write(`Results: ${folder.path}\n`);
  const report = await runBenchmark({
    contenders,
    settings,
    pair,
    folder,
    startedAt,
    worker,
    output,
    signal: interruption.signal,
  });
  output.write(`\n${renderTerminal(report, { colors: output.colors })}\n`);
  output.write(`Reports: ${folder.reportMarkdown}\n         ${folder.reportJson}\n`);
  if (interruption.signal.aborted) {
    output.write('Interrupted: the report holds what was measured until then.\n');
    return interruption.exitCode;
  }
  return hasSucceeded(report) ? 0 : 1;
}
