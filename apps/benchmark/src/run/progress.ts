import type { Job } from '../process/job.ts';
import type { JobOutcome } from '../process/run-job.ts';
import type { Measurement } from '../results/measurement.ts';

/** Where progress goes: a terminal whose last line can be rewritten, or plain lines. */
export interface ProgressOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
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
const terminalColumns = 79;

/**
 * Reports jobs as they run, with an estimate of the time left: a job that was measured before is expected to take as long
 * again, an unknown one as long as the average of its task. While a task is entirely unknown the estimate is a lower bound.
 */
export function createProgress(output: ProgressOutput): Progress {
  const durations = new Map<string, number>();
  let running: readonly Job[] = [];
  let finished = 0;
  let open = false;
  const line = (text: string) => {
    output.write(`${open ? eraseLine : ''}${text}\n`);
    open = false;
  };
  const status = (text: string) => {
    if (!output.isTerminal) return;
    output.write(`${eraseLine}${text.slice(0, terminalColumns)}`);
    open = true;
  };
  return {
    begin(jobs) {
      running = jobs;
      status(`${position(finished, jobs)} ${nameOf(jobs[0]!)}${timeLeft(jobs, durations)}`);
    },
    advance(measurement) {
      const detail = describe(measurement);
      status(`${position(finished, running)} ${nameOf(running[0]!)}${detail}${timeLeft(running, durations)}`);
    },
    end(job, { failure, milliseconds }, remaining) {
      if (failure === undefined) durations.set(nameOf(job), milliseconds);
      const result = failure === undefined ? formatDuration(milliseconds) : `FAILED: ${failure}`;
      line(`${position(finished, running)} ${nameOf(job)}: ${result}${timeLeft(remaining, durations)}`);
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
  if (job.task === 'reference') return 'float64 reference';
  return job.task === 'training' ? `training ${job.network} ${job.contender}` : `${job.task} ${job.contender}`;
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

function timeLeft(remaining: readonly Job[], durations: ReadonlyMap<string, number>): string {
  let total = 0;
  let certain = true;
  for (const job of remaining) {
    const expected = durations.get(nameOf(job)) ?? averageOfTask(job.task, durations);
    if (expected === undefined) certain = false;
    else total += expected;
  }
  return total === 0 ? '' : ` (${certain ? 'about' : 'more than'} ${formatDuration(total)} left)`;
}

function averageOfTask(task: Job['task'], durations: ReadonlyMap<string, number>): number | undefined {
  const known = [...durations].filter(([name]) => name.startsWith(task)).map(([, milliseconds]) => milliseconds);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
