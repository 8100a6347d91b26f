import { resolve } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { findContender } from '../contenders/select.ts';
import { openDataset } from '../dataset/open-dataset.ts';
import { checkProvider } from '../process/check-provider.ts';
import { planJobs } from '../process/plan.ts';
import { type RunDescription, type RunFolder, readRunDescription, runFolderAt } from '../results/run-folder.ts';
import type { CommandContext } from './context.ts';
import { continueRun } from './continue-run.ts';

/** Options of `resume`. */
export interface ResumeOptions {
  /** Run again what failed. */
  readonly retry?: boolean;
}

/**
 * Goes on with a run that was interrupted: units that are in its results are not measured again, one that was being
 * measured is from its beginning.
 *
 * @returns the exit code, as of `run`.
 * @throws InvalidDataError for a folder of no run, or whose dataset is another than it began with; StorageError where
 * another process writes to it.
 */
export async function resume(path: string, options: ResumeOptions, context: CommandContext): Promise<number> {
  const folder = runFolderAt(resolve(context.startFolder, path));
  const description = readRunDescription(folder);
  const { settings } = description;
  const contenders = settings.contenders.map(findContender);
  const data = datasetOf(description, folder);
  const { output, worker, interruption } = context;
  await checkProvider(settings, worker, interruption.signal);
  const planned = planJobs(contenders, settings, folder, data);
  output.write(`Results: ${folder.path}\n`);
  return continueRun({ planned, description, folder, retry: options.retry ?? false }, context);
}

/** The folder of the run's dataset, which has to be the one it began with: epochs on other images are no one training. */
function datasetOf({ dataset }: RunDescription, folder: RunFolder): string {
  if (dataset === undefined) {
    throw new InvalidDataError(
      `${folder.path} was begun by a version that cannot be resumed. Its report can be read; start a new run.`,
    );
  }
  const found = openDataset(dataset.folder);
  if (found.digest !== dataset.digest) {
    throw new InvalidDataError(
      `${dataset.folder} is not the dataset that ${folder.path} was begun with: its digest is ${found.digest}, not ${dataset.digest}. Put that dataset back, or start a new run.`,
    );
  }
  return found.folder;
}
