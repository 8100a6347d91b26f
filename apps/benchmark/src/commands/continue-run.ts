import { isContenderJob, type Job } from '../process/job.ts';
import { withoutFinished } from '../process/plan.ts';
import { readMeasurements } from '../results/measurement-log.ts';
import type { RunDescription, RunFolder } from '../results/run-folder.ts';
import { runBenchmark } from '../run/run-benchmark.ts';
import type { CommandContext } from './context.ts';
import { finishRun } from './finish-run.ts';

/** A run, or a part of one, that may have been begun before. */
export interface BegunRun {
  /** All of its jobs. */
  readonly planned: readonly Job[];
  readonly description: RunDescription;
  readonly folder: RunFolder;
  /** Do again what failed before. */
  readonly retry: boolean;
}

/**
 * Does the jobs whose units are not in the results, and tells how many were.
 *
 * @returns the exit code, as of `run`.
 * @throws StorageError where another process writes to the folder.
 */
export async function continueRun(run: BegunRun, context: CommandContext): Promise<number> {
  const { planned, description, folder, retry } = run;
  const { output, worker, interruption } = context;
  const jobs = withoutFinished(planned, readMeasurements(folder.measurements).measurements);
  const units = planned.filter(isContenderJob).length;
  output.write(`${units - jobs.filter(isContenderJob).length} of ${units} units were done before.\n`);
  const { signal } = interruption;
  return finishRun(await runBenchmark({ jobs, description, folder, worker, output, signal, retry }), folder, context);
}
