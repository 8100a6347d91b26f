import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InvalidDataError, UnsupportedOptionError } from '@fast-lncc/core';
import { type PlanFile, readPlan } from '../cluster/plan-file.ts';
import { parseShard, shardName } from '../cluster/shard.ts';
import { findContender } from '../contenders/select.ts';
import { type Dataset, openDataset } from '../dataset/open-dataset.ts';
import { checkProvider } from '../process/check-provider.ts';
import { isContenderJob, type Job, unitOfJob } from '../process/job.ts';
import { planJobs } from '../process/plan.ts';
import { makeFolder } from '../results/make-folder.ts';
import { type RunDescription, type RunFolder, readRunDescription, runFolderAt } from '../results/run-folder.ts';
import type { RunSettings } from '../run/settings.ts';
import { startRun } from '../run/start-run.ts';
import type { CommandContext } from './context.ts';
import { continueRun } from './continue-run.ts';
import { findData } from './find-data.ts';
import { type RunOptions, wholeNumber } from './options.ts';
import { defaultOutput } from './profiles.ts';

/**
 * Runs one shard of a plan, or goes on with it where it was run before: a task that is requeued does what is left.
 *
 * @returns the exit code, as of `run`.
 * @throws InvalidDataError for another dataset than the plan's; UnsupportedOptionError for a shard that it has not, or
 * options that the plan decides; StorageError where another process runs this shard.
 */
export async function runShard(options: RunOptions, context: CommandContext): Promise<number> {
  const { startFolder, output, worker, interruption } = context;
  const plan = readPlan(resolve(startFolder, options.plan ?? ''));
  assertFree(options);
  const shard = parseShard(options.shard ?? '', plan.shards.length);
  const dataset = openPlanned(options.data, plan, startFolder);
  const threads =
    options.threads === undefined ? plan.settings.threads : wholeNumber('--threads', options.threads, 1, 1024);
  const settings = { ...plan.settings, threads };
  await checkProvider(settings, worker, interruption.signal);
  const source = findData({ data: dataset.folder }, settings, startFolder);
  const folder = runFolderAt(join(resolve(startFolder, options.output ?? defaultOutput), shardName(shard)));
  const planned = jobsOf(plan, shard.index, settings, folder, dataset.folder);
  output.write(`Results: ${folder.path}\n`);
  const description = await begin(plan, folder, () =>
    startRun({ settings, source, folder, startedAt: new Date(), comparesAcrossParts: plan.comparesAcrossShards }),
  );
  return continueRun({ planned, description, folder, retry: true }, context);
}

const decided = [
  'profile',
  'moving',
  'fixed',
  'size',
  'algorithms',
  'engines',
  'networks',
  'epochs',
  'pairs',
  'judgedPairs',
  'repetitions',
  'window',
  'seed',
  'executionProvider',
] as const;

/** The plan decides what is measured; only where and how it is run is left. */
function assertFree(options: RunOptions): void {
  const given = options.flips === false ? 'noFlips' : decided.find((name) => options[name] !== undefined);
  if (given !== undefined) {
    const name = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UnsupportedOptionError(`--${name} is decided by the plan. Leave it out, or write another plan.`);
  }
}

/** The plan's dataset, wherever it lies on this machine. Nothing is written before it is known to be that one. */
function openPlanned(data: string | undefined, { dataset, digest }: PlanFile, startFolder: string): Dataset {
  if (data === undefined) {
    throw new UnsupportedOptionError('--data is missing: name the prepared dataset that "plan" told.');
  }
  const found = openDataset(resolve(startFolder, data));
  if (found.name !== dataset.name || found.digest !== dataset.digest || found.count !== dataset.pairs) {
    throw new InvalidDataError(
      `${found.folder} is not the dataset of the plan ${digest}: it is ${found.name} with digest ${found.digest}, not ${dataset.name} with ${dataset.digest}. Give the folder that "plan" told, or a copy of it.`,
    );
  }
  return found;
}

/** The description of a shard that was begun before, or of a new one. */
async function begin(plan: PlanFile, folder: RunFolder, start: () => Promise<RunDescription>): Promise<RunDescription> {
  makeFolder(folder.path);
  const description = existsSync(folder.description) ? readRunDescription(folder) : await start();
  if (description.plan !== plan.digest) {
    throw new InvalidDataError(
      `${folder.path} is of the plan ${description.plan}, not of ${plan.digest}. Name a folder of its own with --output.`,
    );
  }
  return description;
}

function jobsOf(plan: PlanFile, index: number, settings: RunSettings, folder: RunFolder, data: string): Job[] {
  const units = new Set(plan.shards[index - 1]);
  const contenders = settings.contenders.map(findContender);
  const jobs = planJobs(contenders, settings, folder, data);
  const own = jobs.filter((job) => !isContenderJob(job) || units.has(unitOfJob(job)));
  const found = new Set(own.filter(isContenderJob).map(unitOfJob));
  const unknown = [...units].find((unit) => !found.has(unit));
  if (unknown !== undefined) {
    throw new InvalidDataError(
      `The plan has "${unknown}" in shard ${index}, which is no unit of its settings: it was altered, or is of another version. Write it again with "plan".`,
    );
  }
  return own.some(isContenderJob) ? own : [];
}
