import { resolve } from 'node:path';
import { checkProvider } from '../process/check-provider.ts';
import { planJobs } from '../process/plan.ts';
import { createRunFolder } from '../results/run-folder.ts';
import { runBenchmark } from '../run/run-benchmark.ts';
import { startRun } from '../run/start-run.ts';
import { availableContenders } from './available-contenders.ts';
import type { CommandContext } from './context.ts';
import { findData } from './find-data.ts';
import { finishRun } from './finish-run.ts';
import { idsOf, type RunOptions, readSettings } from './options.ts';
import { defaultOutput } from './profiles.ts';
import { runShard } from './run-shard.ts';

/**
 * Runs the benchmark and prints its tables.
 *
 * @returns the exit code: 0 when every contender was measured, 1 when one failed, disagreed or trained a network with
 * other losses, otherwise the code the interruption asks for.
 */
export async function run(options: RunOptions, name: string, context: CommandContext): Promise<number> {
  if (options.plan !== undefined || options.shard !== undefined) return runShard(options, context);
  const selected = readSettings(options);
  const contenders = await availableContenders(selected.contenders, options, context);
  const settings = { ...selected.settings, ...idsOf(contenders) };
  await checkProvider(settings, context.worker, context.interruption.signal);
  const source = findData(options, settings, context.startFolder);
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
