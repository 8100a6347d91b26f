import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import type { Command } from 'commander';
import { mergeRuns } from '../cluster/merge-runs.ts';
import { buildReport } from '../report/build-report.ts';
import { writeReports } from '../report/write-reports.ts';
import { makeFolder } from '../results/make-folder.ts';
import { openMeasurementLog } from '../results/measurement-log.ts';
import { runFolderAt, writeRunDescription } from '../results/run-folder.ts';
import type { CommandContext } from './context.ts';
import { finishRun } from './finish-run.ts';

/** Options of `merge`. */
export interface MergeOptions {
  readonly output: string;
}

const mostNamed = 10;

/**
 * Joins the folders of a plan's shards into one run, and writes its reports.
 *
 * @returns the exit code, as of `run`; 1 also where units are missing, whose names are told.
 * @throws InvalidDataError where the parts do not belong together, or the output folder holds something; StorageError
 * where it cannot be written.
 */
export async function merge(parts: readonly string[], options: MergeOptions, context: CommandContext): Promise<number> {
  const absolute = (path: string) => resolve(context.startFolder, path);
  const merged = mergeRuns(parts.map((part) => runFolderAt(absolute(part))));
  const folder = runFolderAt(absolute(options.output));
  if (existsSync(folder.path) && readdirSync(folder.path).length > 0) {
    throw new InvalidDataError(`${folder.path} is not empty. Name a new folder with --output.`);
  }
  makeFolder(folder.path);
  const log = openMeasurementLog(folder.measurements);
  for (const { measurement, attempt } of merged.lines) log.append(measurement, attempt);
  log.close();
  writeRunDescription(folder, merged.description);
  const report = buildReport(
    merged.description,
    merged.lines.map(({ measurement }) => measurement),
  );
  writeReports(folder, report);
  const code = await finishRun(report, folder, context);
  if (merged.missing.length === 0) return code;
  const named = merged.missing.slice(0, mostNamed).map((unit) => `  ${unit}\n`);
  const others = merged.missing.length - named.length;
  context.output.write(`${merged.missing.length} units are missing:\n${named.join('')}`);
  if (others > 0) context.output.write(`  and ${others} more\n`);
  return 1;
}

export function addMerge(program: Command, context: CommandContext, finish: (code: number) => void): void {
  program
    .command('merge')
    .description('join the results of shards into one run and write its reports')
    .argument('<folders...>', 'the folders of the shards, such as results/shard-1-of-4')
    .requiredOption('--output <folder>', 'a new folder for the whole')
    .action(async (parts: string[], options: MergeOptions) => finish(await merge(parts, options, context)));
}
