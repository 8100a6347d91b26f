import type { Job } from '../process/job.ts';
import type { JobOutcome } from '../process/run-job.ts';
import type { Measurement } from '../results/measurement.ts';
import { createStatusLine, type ProgressOutput } from './status-line.ts';
import { createTimeLeft, formatDuration } from './time-left.ts';

export interface Progress {
  /** The first of these jobs starts; the others follow. */
  begin(jobs: readonly Job[]): void;
  /** A measurement of the running job has arrived. */
  advance(measurement: Measurement): void;
  /** The running job has ended; these remain. */
  end(job: Job, outcome: JobOutcome, remaining: readonly Job[]): void;
  /** A line of its own. */
  say(text: string): void;
}

/** Without a terminal, a job that takes long says once a minute that it goes on. */
const lineMilliseconds = 60_000;

/** Reports jobs as they run, with an estimate of the time left. */
export function createProgress(output: ProgressOutput, now: () => number = () => performance.now()): Progress {
  const timeLeft = createTimeLeft(now);
  let running: readonly Job[] = [];
  let finished = 0;
  const line = createStatusLine(output, lineMilliseconds, now);
  return {
    begin(jobs) {
      running = jobs;
      timeLeft.begin(jobs[0]!);
      line.show(`${position(finished, jobs)} ${nameOf(jobs[0]!)}${timeLeft.describe(jobs)}`);
    },
    advance(measurement) {
      timeLeft.advance(measurement);
      const detail = describe(measurement);
      line.advance(`${position(finished, running)} ${nameOf(running[0]!)}${detail}${timeLeft.describe(running)}`);
    },
    end(job, { failure, milliseconds }, remaining) {
      if (failure === undefined) timeLeft.end(job, milliseconds);
      const result = failure === undefined ? formatDuration(milliseconds) : `FAILED: ${failure}`;
      line.say(`${position(finished, running)} ${nameOf(job)}: ${result}${timeLeft.describe(remaining)}`);
      finished++;
    },
    say: line.say,
  };
}

function position(finished: number, jobs: readonly Job[]): string {
  const total = String(finished + jobs.length);
  return `[${String(finished + 1).padStart(total.length)}/${total}]`;
}

function nameOf(job: Job): string {
  switch (job.task) {
    case 'reference':
      return 'float64 reference';
    case 'bandwidth':
      return 'memory bandwidth';
    case 'training':
      return `training ${job.network} ${job.contender} epoch ${job.round}`;
    default:
      return `${job.task} ${job.contender}`;
  }
}

function describe(measurement: Measurement): string {
  switch (measurement.kind) {
    case 'loss':
      return `: ${measurement.mode} ${measurement.milliseconds.toFixed(0)} ms`;
    case 'step':
      return `: step ${measurement.step}, ${formatDuration(measurement.milliseconds)}, loss ${measurement.loss.toFixed(4)}`;
    default:
      return '';
  }
}
