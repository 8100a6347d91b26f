import type { Network } from '@fast-lncc/networks';
import type { Trainer, TrainingPair } from '@fast-lncc/networks/training';
import type { Shape } from '../data/volume.ts';
import type { ExecutionProvider } from '../run/settings.ts';

export type Engine = 'onnxruntime' | 'wasm' | 'webgpu' | 'tfjs-node' | 'tfjs-cpu' | 'tfjs-wasm';

/** `<engine>/<algorithm>`; rows measured elsewhere (peers) use engines of their own. */
export type ContenderId = `${string}/${string}`;

/** How something is computed: on which grid, of which loss, and with which means. */
export interface Means {
  readonly shape: Shape;
  readonly window: number;
  readonly threads: number;
  readonly seed: number;
  readonly executionProvider: ExecutionProvider;
}

/** What a contender is asked to compute. */
export interface Problem extends Means {
  readonly moving: Float32Array;
  readonly fixed: Float32Array;
}

/** A gradient that stays where it was computed, as a training leaves it there; reading it is no part of an evaluation. */
export interface GradientOnDevice {
  read(): Promise<Float32Array>;
}

/** The values of a gradient, wherever it is. */
export const gradientValues = async (gradient: Float32Array | GradientOnDevice): Promise<Float32Array> =>
  gradient instanceof Float32Array ? gradient : gradient.read();

/** The loss, ready to be evaluated again and again on the problem's images. */
export interface PreparedLoss {
  /** The algorithm in use, which `auto` has chosen. */
  readonly algorithm: string;
  forward(): Promise<number>;
  /**
   * The loss and its gradient to the moving image, which has been computed and can be read when this resolves. The next
   * evaluation may write over it.
   */
  gradient(): Promise<{ readonly loss: number; readonly gradient: Float32Array | GradientOnDevice }>;
  dispose(): Promise<void>;
}

/** A network that can be trained on images of the shape. */
export interface PreparedTraining {
  readonly trainer: Trainer;
  /** Copies a pair to where the engine computes, as a step does; absent where a step reads it in place. */
  readonly transfer?: (pair: TrainingPair) => Promise<void>;
  /** Ends the trainer and what was loaded for it. */
  dispose(): Promise<void>;
}

/** One way to compute LNCC, and where it can, to train a network with it. */
export interface Contender {
  readonly engine: Engine;
  readonly algorithm: string;
  /** How the gradient comes about: by the closed formula, or by differentiating the forward operations. */
  readonly gradient: 'analytic' | 'automatic';
  /** Dense convolutions over 9³ values round more: their loss may be off by 1e-4, others' by 1e-5. */
  readonly dense: boolean;
  /** The grid the loss alone is timed on: the run's, or a small one for engines that would take minutes. */
  readonly grid: 'full' | 'small';
  /** Left out unless it is named: an engine that needs a GPU, or an algorithm that is not what the paper ran. */
  readonly onlyNamed?: 'engine' | 'algorithm';
  prepareLoss(problem: Problem): Promise<PreparedLoss>;
  /** The network with its authors' optimizer and smoothness weight. */
  prepareTraining?(means: Means, network: Network): Promise<PreparedTraining>;
}

export function contenderId(contender: Pick<Contender, 'engine' | 'algorithm'>): ContenderId {
  return `${contender.engine}/${contender.algorithm}`;
}

export function lossTolerance(contender: Contender): number {
  return contender.dense ? 1e-4 : 1e-5;
}
