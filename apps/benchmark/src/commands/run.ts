import { resolve } from 'node:path';
import { checkProvider } from '../process/check-provider.ts';
import { planJobs } from '../process/plan.ts';
import { createRunFolder } from '../results/run-folder.ts';
import { runBenchmark } from '../run/run-benchmark.ts';
import { findRunData } from '../run/run-data.ts';
import { startRun } from '../run/start-run.ts';
import { availableContenders } from './available-contenders.ts';
import type { CommandContext } from './context.ts';
import { finishRun } from './finish-run.ts';
import { idsOf, type RunOptions, readSettings } from './options.ts';
import { defaultOutput } from './profiles.ts';

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
  const source = findRunData({
    moving: absolute(options.moving),
    fixed: absolute(options.fixed),
    data: absolute(options.data),
    size: settings.size,
    seed: settings.seed,
    pairs: settings.pairs,
  });
  const startedAt = new Date();
  const folder = createRunFolder(resolve(context.startFolder, options.output ?? defaultOutput), name, startedAt);
  const { output, worker, interruption } = context;
  output.write(`Results: ${folder.path}\n`);
  const description = await startRun({ settings, source, folder, startedAt });
  output.write(`${contenders.length} contender${contenders.length === 1 ? '' : 's'} on ${description.data}\n`);
  const jobs = planJobs(contenders, settings, folder, description.dataset?.folder ?? folder.data);
  const report = await runBenchmark({ jobs, description, folder, worker, output, signal: interruption.signal });
  return finishRun(report, folder, context);
}
