import type { ContenderId } from '../contenders/contender.ts';
import type { Measurement } from '../results/measurement.ts';
import { unitId } from '../results/unit.ts';
import type { RunSettings } from '../run/settings.ts';

/** What one child process of a run does. */
export type Job = ReferenceJob | BandwidthJob | ContenderJob;

/** Starts the execution provider once and does nothing with it. */
export interface ProviderJob {
  readonly task: 'provider';
  readonly settings: RunSettings;
}

/** Computes loss and gradient of the crop in float64 and leaves them beside it. */
export interface ReferenceJob {
  readonly task: 'reference';
  readonly pair: string;
  readonly settings: RunSettings;
}

/** Measures how fast the machine copies memory. */
export interface BandwidthJob {
  readonly task: 'bandwidth';
  readonly settings: RunSettings;
}

/** Lets one contender do one task on the pair in the folder `pair`. */
export type ContenderJob = AgreementJob | LossJob | TrainingJob;

interface CommonJob {
  readonly contender: ContenderId;
  readonly round: number;
  readonly pair: string;
  readonly settings: RunSettings;
}

export interface AgreementJob extends CommonJob {
  readonly task: 'agreement';
}

/** The loss alone, without a network. */
export interface LossJob extends CommonJob {
  readonly task: 'loss';
}

/** One epoch: the round is its number. The pair is the one of the agreement. */
export interface TrainingJob extends CommonJob {
  readonly task: 'training';
  /** The network's name. */
  readonly network: string;
  /** Folder of the prepared dataset. */
  readonly data: string;
  /** Folder of what every training left at the end of its last epoch. */
  readonly states: string;
}

/** Whether it is done by a contender. */
export const isContenderJob = (job: Job): job is ContenderJob => 'contender' in job;

/** The name of the job's unit, which tells whether it is in the results. */
export const unitOfJob = (job: ContenderJob): string => unitId({ ...job, ...taskOf(job) });

/** The task of a job as its measurements name it. */
export function taskOf<Task extends ContenderJob>(job: Task): Pick<Task, 'task'> & { readonly network?: string } {
  return job.task === 'training' ? { task: job.task, network: job.network } : { task: job.task };
}

/** One line a child writes to its standard output. */
export type JobEvent =
  | { readonly type: 'measurement'; readonly measurement: Measurement }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'done' };

/** The event in a line, or `undefined` for whatever else a native library may print. */
export function parseJobEvent(line: string): JobEvent | undefined {
  if (!line.startsWith('{"type":')) return undefined;
  try {
    return JSON.parse(line) as JobEvent;
  } catch {
    return undefined;
  }
}
