import { StorageError } from '@fast-lncc/core';
import { isContenderJob, type Job, type JobEvent, taskOf, unitOfJob } from '../process/job.ts';
import { withoutExcluded } from '../process/plan.ts';
import { runJob } from '../process/run-job.ts';
import { buildReport, type Report } from '../report/build-report.ts';
import { writeReports } from '../report/write-reports.ts';
import { exclusionsOf } from '../results/exclusion.ts';
import { lockFolder } from '../results/lock.ts';
import { newAttempt } from '../results/log-line.ts';
import type { Measurement } from '../results/measurement.ts';
import { openMeasurementLog, readMeasurements } from '../results/measurement-log.ts';
import type { RunDescription, RunFolder } from '../results/run-folder.ts';
import { unitOf } from '../results/unit.ts';
import { removeSpentStates, removeStatesBefore } from '../training/epoch-store.ts';
import { createProgress } from './progress.ts';
import type { ProgressOutput } from './status-line.ts';

export interface BenchmarkRequest {
  /** Those of the run that are to be done, in order. */
  readonly jobs: readonly Job[];
  readonly description: RunDescription;
  /** With its description and pairs written, and maybe results of an earlier process. */
  readonly folder: RunFolder;
  readonly worker: string;
  readonly output: ProgressOutput;
  /** Aborting ends the running child; the report is written from what was measured. */
  readonly signal: AbortSignal;
  /** Do again what failed before. */
  readonly retry?: boolean;
}

/**
 * Does the jobs, each in its own process, and keeps the folder's reports up to date on the way. A contender that fails or
 * disagrees with the reference is reported and not run again, one that fails to train a network not with that network;
 * the others go on.
 *
 * @throws StorageError where another process writes to the folder, or where it cannot be written.
 */
export async function runBenchmark(request: BenchmarkRequest): Promise<Report> {
  const unlock = lockFolder(request.folder);
  try {
    return await runJobs(request);
  } finally {
    unlock();
  }
}

async function runJobs({ description, folder, output, worker, signal, ...request }: BenchmarkRequest): Promise<Report> {
  const log = openMeasurementLog(folder.measurements);
  const before = readMeasurements(folder.measurements).measurements;
  const measurements = request.retry ? before.filter(({ kind }) => kind !== 'failure') : before;
  let jobs = withoutExcluded(request.jobs, exclusionsOf(measurements));
  removeSpentStates(folder.states, measurements, description.settings.epochs);
  const progress = createProgress(output);
  try {
    while (jobs.length > 0 && !signal.aborted) {
      const job = jobs[0]!;
      progress.begin(jobs);
      const outcome = await perform(job);
      jobs = withoutExcluded(jobs.slice(1), exclusionsOf(measurements));
      progress.end(job, outcome, jobs);
      if (jobs.length > 0) writeReports(folder, buildReport(description, measurements));
    }
  } finally {
    log.close();
  }
  // Also where nothing was left to do: the process before may have been killed between its last line and its report.
  const report = buildReport(description, measurements);
  writeReports(folder, report);
  return report;

  /** Runs one job; every line is on the disk as it comes. */
  async function perform(job: Job) {
    const attempt = newAttempt();
    const lines: Measurement[] = [];
    const keep = (measurement: Measurement) => {
      log.append(measurement, attempt);
      lines.push(measurement);
    };
    let broken: unknown;
    const stop = new AbortController();
    const onEvent = (event: JobEvent) => {
      if (event.type !== 'measurement' || broken !== undefined) return;
      try {
        keep(event.measurement);
      } catch (error) {
        // The child is ended, and the error told once it is gone.
        broken = error;
        stop.abort();
      }
      progress.advance(event.measurement);
    };
    const outcome = await runJob(job, { worker, signal: AbortSignal.any([signal, stop.signal]), onEvent });
    if (broken !== undefined) throw broken;
    if (outcome.failure !== undefined && !signal.aborted) {
      // A full disk is no fault of the contender's, and would be the next one's too.
      const storage = /^StorageError: (.*)$/s.exec(outcome.failure)?.[1];
      if (storage !== undefined) throw new StorageError(`${storage} Then go on with the command resume.`);
      if (!isContenderJob(job)) throw new Error(`${job.task} failed: ${outcome.failure}`);
      keep({ kind: 'failure', contender: job.contender, round: job.round, ...taskOf(job), message: outcome.failure });
    }
    if (isContenderJob(job)) removeUnit(measurements, unitOfJob(job));
    measurements.push(...lines);
    if (job.task === 'training' && outcome.failure === undefined) {
      removeStatesBefore(folder.states, job, job.round, job.settings.epochs);
    }
    return outcome;
  }
}

/** Takes away what an interrupted attempt left of a unit that has been measured again: as in the log, one attempt counts. */
function removeUnit(measurements: Measurement[], unit: string): void {
  const others = measurements.filter((entry) => unitOf(entry) !== unit);
  measurements.length = 0;
  for (const entry of others) measurements.push(entry);
}
