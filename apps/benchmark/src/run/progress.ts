import type { Job } from '../process/job.ts';
import type { JobOutcome } from '../process/run-job.ts';
import type { Measurement } from '../results/measurement.ts';
import { createTimeLeft, formatDuration } from './time-left.ts';

/** Where progress goes: a terminal whose last line can be rewritten, or plain lines. */
export interface ProgressOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
}

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

const eraseLine = '\r\u001b[2K';
const usualColumns = 80;
/** Without a terminal, a job that takes long says once a minute that it goes on. */
const lineMilliseconds = 60_000;

/** Reports jobs as they run, with an estimate of the time left. */
export function createProgress(output: ProgressOutput, now: () => number = () => performance.now()): Progress {
  const timeLeft = createTimeLeft(now);
  let running: readonly Job[] = [];
  let finished = 0;
  let open = false;
  let lastLine = now();
  const line = (text: string) => {
    output.write(`${open ? eraseLine : ''}${text}\n`);
    open = false;
    lastLine = now();
  };
  const status = (text: string) => {
    if (!output.isTerminal) return;
    // A full line would wrap, and could not be erased.
    output.write(`${eraseLine}${text.slice(0, (output.columns ?? usualColumns) - 1)}`);
    open = true;
  };
  return {
    begin(jobs) {
      running = jobs;
      timeLeft.begin(jobs[0]!);
      status(`${position(finished, jobs)} ${nameOf(jobs[0]!)}${timeLeft.describe(jobs)}`);
    },
    advance(measurement) {
      timeLeft.advance(measurement);
      const detail = describe(measurement);
      const text = `${position(finished, running)} ${nameOf(running[0]!)}${detail}${timeLeft.describe(running)}`;
      if (output.isTerminal) status(text);
      else if (now() - lastLine > lineMilliseconds) line(text);
    },
    end(job, { failure, milliseconds }, remaining) {
      if (failure === undefined) timeLeft.end(job, milliseconds);
      const result = failure === undefined ? formatDuration(milliseconds) : `FAILED: ${failure}`;
      line(`${position(finished, running)} ${nameOf(job)}: ${result}${timeLeft.describe(remaining)}`);
      finished++;
    },
    say: line,
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
