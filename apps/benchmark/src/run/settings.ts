import type { ContenderId } from '../contenders/contender.ts';
import type { Shape } from '../data/volume.ts';

export type ExecutionProvider = 'cpu' | 'cuda' | 'webgpu';

/** A set of defaults: a first look, the paper's experiment, or that with every algorithm and the quality judged. */
export type Profile = 'quick' | 'paper' | 'full';

/** Everything that decides what a run measures, apart from the images. */
export interface RunSettings {
  readonly profile: Profile;
  readonly contenders: readonly ContenderId[];
  /** Those of them that also train. */
  readonly trained: readonly ContenderId[];
  /** Names of the networks that each of these trains. */
  readonly networks: readonly string[];
  readonly size: Shape;
  /** Grid of the loss alone on the engines of TensorFlow.js, most of whose algorithms are too slow for the full one. */
  readonly smallSize: Shape;
  /** Grid on which all contenders are compared with the float64 reference. */
  readonly agreementSize: Shape;
  readonly window: number;
  /** Epochs of every training, and rounds of the loss alone. */
  readonly epochs: number;
  /** Pairs of an epoch, one training step each. */
  readonly pairs: number;
  /** Each axis of each pair reversed with probability ½. */
  readonly flips: boolean;
  /** Pairs that the trained network is judged on; 0 where it is not. */
  readonly judgedPairs: number;
  /** Largest number of timed evaluations of the loss per contender, mode and round. */
  readonly repetitions: number;
  readonly seed: number;
  readonly threads: number;
  readonly executionProvider: ExecutionProvider;
}
