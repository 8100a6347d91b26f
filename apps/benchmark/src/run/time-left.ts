import type { Job } from '../process/job.ts';
import type { Measurement } from '../results/measurement.ts';

/** Learns how long jobs take, and tells how long those that remain will. */
export interface TimeLeft {
  /** The job starts. */
  begin(job: Job): void;
  /** The running job has measured something. */
  advance(measurement: Measurement): void;
  end(job: Job, milliseconds: number): void;
  /** The remaining jobs, the running one being the first if there is one. */
  describe(remaining: readonly Job[]): string;
}

/**
 * A job that was measured before is expected to take as long again; a training that runs, as its steps so far tell; an
 * unknown one as long as the average of its task. While a task is entirely unknown the estimate is a lower bound.
 *
 * @param now milliseconds of a clock
 */
export function createTimeLeft(now: () => number = () => performance.now()): TimeLeft {
  const durations = new Map<string, number>();
  let running: { readonly job: Job; readonly start: number } | undefined;
  const expected = (job: Job): number | undefined => {
    const known = durations.get(kindOf(job)) ?? averageOfTask(job.task, durations);
    if (known === undefined || running?.job !== job) return known;
    return Math.max(0, known - (now() - running.start));
  };
  return {
    begin(job) {
      running = { job, start: now() };
    },
    advance(measurement) {
      if (running?.job.task !== 'training' || measurement.kind !== 'step' || measurement.step === 0) return;
      const { job, start } = running;
      durations.set(kindOf(job), ((now() - start) / measurement.step) * job.settings.pairs);
    },
    end(job, milliseconds) {
      durations.set(kindOf(job), milliseconds);
      running = undefined;
    },
    describe(remaining) {
      const times = remaining.map(expected);
      const total = times.reduce((sum: number, time) => sum + (time ?? 0), 0);
      if (total === 0) return '';
      return ` (${times.includes(undefined) ? 'more than' : 'about'} ${formatDuration(total)} left)`;
    },
  };
}

/** Jobs of one kind take about as long: the rounds of a loss, the epochs of a training. */
function kindOf(job: Job): string {
  if (!('contender' in job)) return job.task;
  return `${job.task} ${job.task === 'training' ? `${job.network} ` : ''}${job.contender}`;
}

function averageOfTask(task: Job['task'], durations: ReadonlyMap<string, number>): number | undefined {
  const known = [...durations].filter(([name]) => name.startsWith(task)).map(([, milliseconds]) => milliseconds);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days ${hours % 24} h`;
}
