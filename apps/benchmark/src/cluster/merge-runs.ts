import { InvalidDataError } from '@fast-lncc/core';
import { findContender } from '../contenders/select.ts';
import { isContenderJob, unitOfJob } from '../process/job.ts';
import { planJobs, withoutExcluded, withoutFinished } from '../process/plan.ts';
import { countedLines } from '../results/counted-lines.ts';
import { exclusionsOf } from '../results/exclusion.ts';
import type { LogLine } from '../results/log-line.ts';
import { readLines } from '../results/measurement-log.ts';
import { type RunDescription, type RunFolder, readRunDescription } from '../results/run-folder.ts';
import { finishedUnits, unitOf } from '../results/unit.ts';

/** The parts of a run as one. */
export interface MergedRun {
  readonly description: RunDescription;
  /** Those that count, in the order in which one machine would have measured them. */
  readonly lines: readonly LogLine[];
  /** Names of the units that no part has finished and none has failed. */
  readonly missing: readonly string[];
}

/**
 * Joins the parts of one plan.
 *
 * @throws InvalidDataError where parts are of different plans, where two have finished the same unit, or where lines of a
 * part were altered.
 */
export function mergeRuns(folders: readonly RunFolder[]): MergedRun {
  const parts = folders.map((folder) => ({
    folder,
    run: readRunDescription(folder),
    ...readLines(folder.measurements),
  }));
  const [first] = parts;
  if (first === undefined) throw new InvalidDataError('There is nothing to merge. Name the folders of the shards.');
  const owners = new Map<string, string>();
  for (const { folder, run, damagedLines, lines } of parts) {
    if (run.plan === undefined || run.plan !== first.run.plan) {
      throw new InvalidDataError(
        `${folder.path} is of another plan (${run.plan ?? 'none'}) than ${first.folder.path} (${first.run.plan ?? 'none'}). Merge parts of one plan.`,
      );
    }
    if (damagedLines > 0) {
      throw new InvalidDataError(
        `${folder.path} has ${damagedLines} line(s) that were altered since they were written. Copy it again from where it was measured.`,
      );
    }
    for (const unit of finishedUnits(lines.map(({ measurement }) => measurement))) {
      const owner = owners.get(unit);
      if (owner !== undefined) {
        throw new InvalidDataError(
          `${owner} and ${folder.path} both have "${unit}": a unit counts once. Merge each shard once.`,
        );
      }
      owners.set(unit, folder.path);
    }
  }
  const { settings } = first.run;
  const jobs = planJobs(settings.contenders.map(findContender), settings, first.folder, '');
  const order = new Map(jobs.filter(isContenderJob).map((job, index) => [unitOfJob(job), index]));
  const place = ({ measurement }: LogLine) => order.get(unitOf(measurement) ?? '') ?? -1;
  // Over all parts at once: a unit that one part began and another finished counts once.
  const counted = countedLines(parts.flatMap((part) => part.lines));
  const lines = counted.toSorted((one, other) => place(one) - place(other));
  const measurements = lines.map(({ measurement }) => measurement);
  const missing = withoutExcluded(withoutFinished(jobs, measurements), exclusionsOf(measurements));
  return {
    description: { ...first.run, machines: parts.map(({ run }) => run.machine) },
    lines,
    missing: missing.filter(isContenderJob).map(unitOfJob),
  };
}
