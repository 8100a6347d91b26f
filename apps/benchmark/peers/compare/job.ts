import type { ContenderId } from '../../src/contenders/contender.ts';
import type { JobEvent } from '../../src/process/job.ts';
import type { MemoryMeasurement } from '../../src/results/measurement.ts';

/** What one child process does, in Node or in Python; it reads the job from the first line of its standard input. */
export type PeerJob = ProbeJob | BandwidthJob | EvaluateJob | LossJob;

/** Says which of the contenders can run. */
export interface ProbeJob {
  readonly task: 'probe';
  readonly contenders: readonly ContenderId[];
}

/** Measures copy and triad on one thread and on `threads`. */
export interface BandwidthJob {
  readonly task: 'bandwidth';
  readonly threads: number;
  readonly arrayBytes: number;
}

interface OnPair {
  readonly contender: ContenderId;
  /** Folder of the two images. */
  readonly pair: string;
  readonly window: number;
  readonly threads: number;
}

/** Computes loss and gradient once, and leaves the gradient in a file. */
export interface EvaluateJob extends OnPair {
  readonly task: 'evaluate';
  /** Little-endian values in C order: float64 from the reference, float32 from everyone else. */
  readonly gradientFile: string;
  /** Also compute the loss without its gradient. */
  readonly forward: boolean;
}

/** Times the loss alone, then with its gradient. */
export interface LossJob extends OnPair {
  readonly task: 'loss';
  readonly round: number;
  readonly repetitions: number;
}

/** The memory of a process, with what it held before the first evaluation: libraries and images. */
export interface PeerMemory extends MemoryMeasurement {
  readonly restBytes: number;
}

export interface Probe {
  readonly type: 'probe';
  /** Installed versions by package name; of Python itself too. */
  readonly versions: Readonly<Record<string, string>>;
  /** Why contenders cannot run, by id. */
  readonly missing: Readonly<Record<string, string>>;
}

export interface Bandwidth {
  readonly type: 'bandwidth';
  readonly rows: readonly BandwidthRow[];
}

export interface BandwidthRow {
  readonly operation: 'copy' | 'triad';
  readonly type: 'float32' | 'float64';
  readonly threads: number;
  /** The best of the repetitions. */
  readonly bytesPerSecond: number;
  readonly medianBytesPerSecond: number;
}

export interface Evaluation {
  readonly type: 'evaluation';
  readonly loss: number;
  readonly forwardLoss?: number;
}

/** One line a child writes to its standard output. */
export type PeerEvent = JobEvent | Probe | Bandwidth | Evaluation;
