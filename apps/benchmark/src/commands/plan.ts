import { resolve } from 'node:path';
import type { Command } from 'commander';
import { assignShards } from '../cluster/assign-shards.ts';
import { writePlan } from '../cluster/plan-file.ts';
import { isContenderJob } from '../process/job.ts';
import { planJobs } from '../process/plan.ts';
import { planDigest } from '../results/plan-digest.ts';
import { runFolderAt } from '../results/run-folder.ts';
import { unitId } from '../results/unit.ts';
import { availableContenders } from './available-contenders.ts';
import type { CommandContext } from './context.ts';
import { findData } from './find-data.ts';
import { idsOf, type RunOptions, readSettings, wholeNumber } from './options.ts';

/** Options of `plan`: those of the run, and how it is divided. */
export interface PlanOptions extends RunOptions {
  readonly shards: string;
  /** Where the dataset is prepared, unless `--data` names a prepared one. */
  readonly prepared: string;
  readonly plan: string;
}

const mostShards = 10_000;

/**
 * Divides a run into shards, and prepares its dataset where that is still to be done.
 *
 * @throws as `run`, before anything is written.
 */
export async function plan(options: PlanOptions, context: CommandContext): Promise<number> {
  const { output, startFolder } = context;
  const count = wholeNumber('--shards', options.shards, 1, mostShards);
  const selected = readSettings(options);
  const contenders = await availableContenders(selected.contenders, options, context);
  const settings = { ...selected.settings, ...idsOf(contenders) };
  const dataset = await findData(options, settings, startFolder).prepare(resolve(startFolder, options.prepared));
  const identity = { name: dataset.name, pairs: dataset.count, digest: dataset.digest };
  const jobs = planJobs(contenders, settings, runFolderAt('.'), dataset.folder).filter(isContenderJob);
  const { shards, comparesAcrossShards } = assignShards(jobs, settings, count);
  const digest = planDigest(settings, identity);
  const path = resolve(startFolder, options.plan);
  writePlan(path, {
    schema: 1,
    digest,
    settings,
    dataset: identity,
    comparesAcrossShards,
    shards: shards.map((units) => units.map(unitId)),
  });
  output.write(`Plan: ${path}\nDataset: ${dataset.folder}\n`);
  for (const [index, units] of shards.entries()) output.write(`  shard ${index + 1}/${count}: ${units.length} units\n`);
  if (comparesAcrossShards) {
    output.write(
      'More shards than networks and engines: contenders are compared across shards, and so across machines.\n',
    );
  }
  return 0;
}

/** Makes a command that has the options of a run the command `plan`. */
export function addPlan(command: Command, context: CommandContext, finish: (code: number) => void): void {
  command
    .description('divide a run into shards, for the tasks of a job array')
    .requiredOption('--shards <count>', 'how many parts')
    .option('--plan <file>', 'where the plan is written', 'plan.json')
    .option('--prepared <folder>', 'where images are prepared, unless --data is a prepared dataset', 'prepared')
    .action(async (options: PlanOptions) => finish(await plan(options, context)));
}
