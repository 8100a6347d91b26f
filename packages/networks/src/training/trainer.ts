import type { TrainerSettings } from './trainer-settings.ts';

/** The three terms of a training loss: `loss = similarity + weight · smoothness`. */
export interface TrainingLoss {
  readonly loss: number;
  readonly similarity: number;
  readonly smoothness: number;
}

/** What the network makes of a pair, with its losses. */
export interface TrainingEvaluation extends TrainingLoss {
  /** `[3, D, H, W]` in voxels, channel order D, H, W. */
  readonly displacement: Float32Array;
  /** The moving image at `p + displacement(p)`, `[D, H, W]`. */
  readonly warped: Float32Array;
  /** What the network itself returned, `[3, D, H, W]`, where that is not the displacement (LKU-Net). */
  readonly output?: Float32Array;
}

/** One pair of images, each `[D, H, W]` in C order. */
export interface TrainingPair {
  readonly moving: Float32Array;
  readonly fixed: Float32Array;
}

/** All that training depends on besides the pairs: restoring it continues as if nothing had happened. */
export interface TrainerState {
  readonly network: string;
  readonly size: readonly number[];
  readonly optimizer: 'adam' | 'amsgrad';
  /** Optimizer steps done. */
  readonly step: number;
  readonly parameters: Float32Array;
  /** By name: `firstMoment`, `secondMoment` and, for AMSGrad, `largestSecondMoment`. */
  readonly moments: Readonly<Record<string, Float32Array>>;
}

/** Trains one network on one runtime. Calls are carried out one after the other, in the order they were made. */
export interface Trainer {
  /** What makes this training the one it is. */
  readonly settings: TrainerSettings;
  /** One optimizer step. The losses are those of the weights before it. */
  step(pair: TrainingPair & { readonly learningRate?: number }): Promise<TrainingLoss>;
  /**
   * What the next step would do, with nothing kept of it: an engine compiles and allocates at its first step. Weights, moments
   * and the count of steps stay as they are, and no copy of them is taken.
   */
  rehearse(pair: TrainingPair): Promise<TrainingLoss>;
  evaluate(pair: TrainingPair): Promise<TrainingEvaluation>;
  /** Gradients of the loss by the authors' parameter names. */
  gradients(pair: TrainingPair): Promise<Record<string, Float32Array>>;
  /** Copies of the weights by the authors' parameter names. */
  weights(): Promise<Record<string, Float32Array>>;
  /**
   * @param options `copy: false` for arrays that may be the trainer's own: whoever asks for it does not write into them, and
   * is through with them before the next step. Default true.
   */
  state(options?: { readonly copy?: boolean }): Promise<TrainerState>;
  /** @throws ShapeMismatchError when the state belongs to another network, size or optimizer. */
  restore(state: TrainerState): Promise<void>;
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
