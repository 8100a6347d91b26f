import type { ContenderId, Engine } from '../contenders/contender.ts';
import type { Shape } from '../data/volume.ts';
import type { ExecutionProvider } from '../run/settings.ts';

/** What one child process of the doctor does. */
export type DoctorJob = ProbeJob | CalibrationJob;

/** Computes one small loss and compares it with the float64 reference. */
export interface ProbeJob {
  readonly task: 'probe';
  readonly engine: Engine;
  readonly contender: ContenderId;
  readonly executionProvider: ExecutionProvider;
  readonly threads: number;
}

/** Times losses and a few training steps of one engine. */
export interface CalibrationJob {
  readonly task: 'calibration';
  readonly contenders: readonly ContenderId[];
  /** Grid of losses that are timed on the run's, and of the training. */
  readonly size: Shape;
  readonly smallSize: Shape;
  /** Trains, where the engine can: the contender whose loss is fastest, and the networks' names. */
  readonly training?: { readonly contender: ContenderId; readonly networks: readonly string[] };
  readonly executionProvider: ExecutionProvider;
  readonly threads: number;
  readonly window: number;
  readonly steps: number;
}

/** What an engine that works tells of itself. */
export interface ProbeFacts {
  readonly version?: string;
  readonly device?: string;
  readonly threads?: number;
  readonly simd?: boolean;
  /** Computes in software what is meant for a graphics card. */
  readonly software?: boolean;
  /** Off the float64 reference, relative. */
  readonly lossError?: number;
  /** Resident memory of the process before a training starts. */
  readonly residentBytes?: number;
  /** Versions of libraries beside it. */
  readonly libraries?: Readonly<Record<string, string>>;
}

export interface LossTiming {
  readonly kind: 'loss';
  readonly contender: ContenderId;
  readonly voxels: number;
  readonly forwardMilliseconds: number;
  readonly gradientMilliseconds: number;
}

export interface StepTiming {
  readonly kind: 'step';
  readonly contender: ContenderId;
  readonly network: string;
  readonly size: Shape;
  readonly milliseconds: number;
  /** From the start of the training to the end of its first step. */
  readonly startMilliseconds: number;
}

export type Timing = LossTiming | StepTiming;

/** One line a child writes to its standard output. */
export type DoctorEvent =
  | { readonly type: 'facts'; readonly facts: ProbeFacts }
  | { readonly type: 'timing'; readonly timing: Timing }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'done' };
