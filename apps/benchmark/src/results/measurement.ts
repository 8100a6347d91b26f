import type { ContenderId } from '../contenders/contender.ts';
import type { Shape } from '../data/volume.ts';

/** What one contender computed on the small crop, against the float64 reference. */
export interface AgreementMeasurement {
  readonly kind: 'agreement';
  readonly contender: ContenderId;
  /** 0: before anything was timed. Otherwise the epoch of {@link network} whose process made the comparison. */
  readonly epoch: number;
  readonly network?: string;
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
  /** The first is 1. */
  readonly epoch: number;
  readonly step: number;
  /** Index of the pair in the dataset. */
  readonly pair: number;
  /** The step itself: forward, backward and update. */
  readonly milliseconds: number;
  /** What the step waited for its images; reading goes on while a step runs. */
  readonly loadMilliseconds: number;
  readonly learningRate: number;
  readonly loss: number;
  readonly similarity: number;
  readonly smoothness: number;
}

/** One epoch, without its warm-up. */
export interface EpochMeasurement {
  readonly kind: 'epoch';
  readonly contender: ContenderId;
  readonly network: string;
  readonly epoch: number;
  readonly steps: number;
  /** From the first step to the end of the last, loading included. */
  readonly seconds: number;
  readonly loadSeconds: number;
  /** A copy of one pair to where the engine computes, which every step makes; absent where it reads images in place. */
  readonly transferMilliseconds?: number;
}

/** What a trained network makes of one pair. */
export interface QualityMeasurement {
  readonly kind: 'quality';
  readonly contender: ContenderId;
  readonly network: string;
  /** Epochs trained; 0 is the pair before any registration. */
  readonly epoch: number;
  readonly pair: number;
  /** Voxels whose displacement folds space, in percent. */
  readonly folding: number;
  /** Mean Dice of the structures, where both images have labels. */
  readonly dice?: number;
  /** Mean distance from the known displacement in voxels, where it is known. */
  readonly endpointError?: number;
}

/** How fast the machine copies memory, the bound of what only streams through it. */
export interface BandwidthMeasurement {
  readonly kind: 'bandwidth';
  readonly contender: 'machine/copy';
  /** Read and written together. */
  readonly bytesPerSecond: number;
  readonly threads: number;
}

/**
 * The largest resident memory of the process that ran one contender. It is the last line of a unit (a round of the loss
 * alone, an epoch of a training), and says that the unit is whole.
 */
export interface MemoryMeasurement {
  readonly kind: 'memory';
  readonly contender: ContenderId;
  readonly task: 'loss' | 'training';
  /** The network, where the task is its training. */
  readonly network?: string;
  /** The epoch, where the task is a training. */
  readonly round: number;
  readonly peakBytes: number;
  /** The largest memory of the device, where it tells. */
  readonly devicePeakBytes?: number;
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
  | EpochMeasurement
  | QualityMeasurement
  | BandwidthMeasurement
  | MemoryMeasurement
  | FailureMeasurement;

const requiredKeys: Record<Measurement['kind'], readonly string[]> = {
  agreement: ['loss', 'referenceLoss', 'lossError', 'gradientCosine', 'gradientError'],
  loss: ['shape', 'round', 'milliseconds'],
  step: ['shape', 'epoch', 'step', 'milliseconds', 'loss', 'network'],
  epoch: ['network', 'epoch', 'steps', 'seconds'],
  quality: ['network', 'epoch', 'pair', 'folding'],
  bandwidth: ['bytesPerSecond'],
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
