import type { ContenderId } from '../contenders/contender.ts';
import type { Shape } from '../data/volume.ts';

/** What one contender computed on the small crop, against the float64 reference. */
export interface AgreementMeasurement {
  readonly kind: 'agreement';
  readonly contender: ContenderId;
  /** The algorithm in use, which `auto` has chosen. */
  readonly algorithm: string;
  readonly loss: number;
  readonly referenceLoss: number;
  /** The larger error of two evaluations, with and without the gradient. */
  readonly lossError: number;
  /** Cosine of the angle between its gradient and the reference's, over all voxels. */
  readonly gradientCosine: number;
  /** `‖g − g_reference‖ / ‖g_reference‖`. */
  readonly gradientError: number;
  /** Largest loss error that passes. */
  readonly tolerance: number;
  readonly agrees: boolean;
}

/** One timed evaluation of the loss alone. */
export interface LossMeasurement {
  readonly kind: 'loss';
  readonly contender: ContenderId;
  readonly mode: 'forward' | 'gradient';
  readonly shape: Shape;
  readonly round: number;
  readonly milliseconds: number;
}

/** One training step; step 0 warms the runtime up and is not part of any average. */
export interface StepMeasurement {
  readonly kind: 'step';
  readonly contender: ContenderId;
  /** Name of the network that is trained. */
  readonly network: string;
  readonly shape: Shape;
  readonly round: number;
  readonly step: number;
  readonly milliseconds: number;
  readonly loss: number;
  readonly similarity: number;
  readonly smoothness: number;
}

/** The largest resident memory of the process that ran one contender. */
export interface MemoryMeasurement {
  readonly kind: 'memory';
  readonly contender: ContenderId;
  readonly task: 'loss' | 'training';
  /** The network, where the task is its training. */
  readonly network?: string;
  readonly round: number;
  readonly peakBytes: number;
}

/** A contender that could not finish a task, and why. */
export interface FailureMeasurement {
  readonly kind: 'failure';
  readonly contender: ContenderId;
  readonly task: 'agreement' | 'loss' | 'training';
  /** The network, where the task is its training. */
  readonly network?: string;
  readonly round: number;
  readonly message: string;
}

/** One line of `measurements.jsonl`. */
export type Measurement =
  | AgreementMeasurement
  | LossMeasurement
  | StepMeasurement
  | MemoryMeasurement
  | FailureMeasurement;

const requiredKeys: Record<Measurement['kind'], readonly string[]> = {
  agreement: ['loss', 'referenceLoss', 'lossError', 'gradientCosine', 'gradientError'],
  loss: ['shape', 'round', 'milliseconds'],
  step: ['shape', 'round', 'step', 'milliseconds', 'loss'],
  memory: ['round', 'peakBytes'],
  failure: ['round'],
};

/** Whether a parsed line is a measurement this version can report. */
export function isMeasurement(value: unknown): value is Measurement {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const keys = requiredKeys[entry.kind as Measurement['kind']];
  return keys !== undefined && typeof entry.contender === 'string' && keys.every((key) => key in entry);
}
