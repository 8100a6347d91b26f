import type { Contender } from '../contenders/contender.ts';
import { centerCrop, surfaceCrop } from '../data/crop.ts';
import type { ImagePair } from '../data/image-pair.ts';
import { writeRawPair } from '../data/raw-pair.ts';
import { type Job, type JobEvent, taskOf } from '../process/job.ts';
import { planJobs, withoutExcluded } from '../process/plan.ts';
import { runJob } from '../process/run-job.ts';
import { buildReport, type Report } from '../report/build-report.ts';
import { writeReports } from '../report/write-reports.ts';
import { exclusionsOf } from '../results/exclusion.ts';
import { newAttempt } from '../results/log-line.ts';
import { describeMachine } from '../results/machine.ts';
import type { Measurement } from '../results/measurement.ts';
import { openMeasurementLog } from '../results/measurement-log.ts';
import { type RunDescription, type RunFolder, writeRunDescription } from '../results/run-folder.ts';
import { createProgress, type ProgressOutput } from './progress.ts';
import type { RunSettings } from './settings.ts';

export interface BenchmarkRequest {
  readonly contenders: readonly Contender[];
  readonly settings: RunSettings;
  readonly pair: ImagePair;
  readonly folder: RunFolder;
  readonly startedAt: Date;
  readonly worker: string;
  readonly output: ProgressOutput;
  /** Aborting ends the running child; the report is written from what was measured. */
  readonly signal: AbortSignal;
}

/**
 * Measures every contender, each in its own process, and keeps the folder's reports up to date on the way. A contender
 * that fails or disagrees with the reference is reported and not run again, one that fails to train a network not with
 * that network; the others go on.
 */
export async function runBenchmark(request: BenchmarkRequest): Promise<Report> {
  const { contenders, settings, pair, folder, output, worker, signal } = request;
  writeRawPair(folder.pair, pair);
  writeRawPair(folder.smallPair, centerCrop(pair, settings.smallSize));
  writeRawPair(folder.crop, surfaceCrop(pair, settings.agreementSize));
  const description: RunDescription = {
    startedAt: request.startedAt.toISOString(),
    settings,
    data: pair.description,
    source: pair.source,
    machine: describeMachine(),
  };
  writeRunDescription(folder, description);

  const measurements: Measurement[] = [];
  const log = openMeasurementLog(folder.measurements);
  const keep = (measurement: Measurement) => {
    log.append(measurement, attempt);
    measurements.push(measurement);
  };
  let attempt = newAttempt();
  let jobs = planJobs(contenders, settings, folder);
  const progress = createProgress(output);
  progress.say(`${contenders.length} contender${contenders.length === 1 ? '' : 's'} on ${pair.description}`);
  try {
    while (jobs.length > 0 && !signal.aborted) {
      const job = jobs[0]!;
      progress.begin(jobs);
      attempt = newAttempt();
      const outcome = await runJob(job, { worker, signal, onEvent: handle });
      jobs = jobs.slice(1);
      if (outcome.failure !== undefined && !signal.aborted) fail(job, outcome.failure);
      jobs = withoutExcluded(jobs, exclusionsOf(measurements));
      progress.end(job, outcome, jobs);
      writeReports(folder, buildReport(description, measurements));
    }
  } finally {
    log.close();
  }
  return buildReport(description, measurements);

  function handle(event: JobEvent): void {
    if (event.type !== 'measurement') return;
    keep(event.measurement);
    progress.advance(event.measurement);
  }

  function fail(job: Job, message: string): void {
    if (job.task === 'reference') throw new Error(`The float64 reference failed: ${message}`);
    keep({ kind: 'failure', contender: job.contender, round: job.round, ...taskOf(job), message });
  }
}
