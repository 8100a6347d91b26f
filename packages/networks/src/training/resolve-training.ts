import {
  assertLength,
  type LnccDefinition,
  oneOf,
  presets,
  type ResolvedDefinition,
  resolveDefinition,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { initialWeights } from '../initial-weights.ts';
import type { Network } from '../layers.ts';
import { dropPathScales } from './drop-path.ts';
import { type FlatLayout, flatLayout, flatten } from './flat-parameters.ts';
import { type OptimizerOptions, type ResolvedOptimizer, resolveOptimizer } from './optimizer.ts';
import type { TrainingPair } from './trainer.ts';

/** Options of a trainer that are the same on every engine. */
export interface TrainingOptions {
  readonly network: Network;
  /** The network with its output integrated as a velocity, where the authors have it (LKU-Net). Default false. */
  readonly diffeomorphic?: boolean;
  /** `[D, H, W]` */
  readonly shape: readonly number[];
  /** Default: the preset `fastlncc`, the loss the authors train with. */
  readonly definition?: LnccDefinition;
  /** Default `analytic`; `automatic` is how the authors ran Algorithms 1 and 2. */
  readonly differentiation?: 'analytic' | 'automatic';
  /** Default: the network's own, with a learning rate of 1e-4. */
  readonly optimizer?: OptimizerOptions;
  /** Default: the network's own. */
  readonly smoothnessWeight?: number;
  /**
   * Convolve what was upsampled by nearest neighbors on the coarse grid: 8/27 of the products, equal in real arithmetic, and not
   * how the authors ran it. Networks without such layers (LKU-Net) do not change. Default false.
   */
  readonly fusedUpsampling?: boolean;
  /**
   * Keep nothing for the way back of the segments that a network names (the full resolution of VoxelMorph, every level of
   * LKU-Net, the attention and decoder blocks of TransMorph) but what goes into them, and compute them once more: the same
   * numbers, less memory, more time. Default false.
   */
  readonly recompute?: boolean;
  /** Whether training steps drop branches at random, as the authors of TransMorph do; the same ones for the same seed. Default true. */
  readonly dropPath?: boolean;
  /** By the authors' parameter names. Default: drawn with `seed`. */
  readonly weights?: Readonly<Record<string, Float32Array>>;
  /** Seed of the initial weights, and of what is dropped. Default 1. */
  readonly seed?: number;
  /**
   * Bytes that the training may take, by prediction; `Infinity` for no check. Default: what the process can still have
   * where the engine runs on the processor and the system tells, otherwise no limit.
   */
  readonly memoryLimit?: number;
}

/** {@link TrainingOptions}, checked, with the defaults filled in. */
export interface ResolvedTraining {
  readonly network: Network;
  /** `[D, H, W]` */
  readonly size: readonly number[];
  readonly definition: LnccDefinition;
  readonly resolved: ResolvedDefinition;
  readonly differentiation: 'analytic' | 'automatic';
  readonly smoothnessWeight: number;
  readonly optimizer: ResolvedOptimizer;
  readonly fusedUpsampling: boolean;
  readonly seed: number;
  readonly recompute: boolean;
  /** What each branch is multiplied by in a step (1 for the first); absent where nothing is dropped. */
  readonly dropPathScales?: (step: number) => Float32Array;
  readonly layout: FlatLayout;
  /** The initial weights, end to end. */
  readonly parameters: Float32Array;
}

/** @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError */
export function resolveTraining(options: TrainingOptions): ResolvedTraining {
  const network = chooseVariant(options);
  const { shape, definition = presets.fastlncc, differentiation = 'analytic', seed = 1 } = options;
  // The network's own complaint about a size comes before the window's.
  const layout = flatLayout(network.parameters(shape));
  const resolved = resolveDefinition(definition, [1, 1, ...shape]);
  if (resolved.reduction === 'none') {
    throw new UnsupportedOptionError(
      "Training needs one number as its loss, but reduction is 'none'; use 'mean' or 'sum'.",
    );
  }
  oneOf('differentiation', differentiation, ['analytic', 'automatic']);
  const smoothnessWeight = options.smoothnessWeight ?? network.smoothnessWeight;
  if (!(smoothnessWeight >= 0 && smoothnessWeight < Number.POSITIVE_INFINITY)) {
    throw new UnsupportedOptionError(`smoothnessWeight is ${smoothnessWeight}; it must be finite and not negative.`);
  }
  return {
    network,
    size: [...shape],
    definition,
    resolved,
    differentiation,
    smoothnessWeight,
    optimizer: resolveOptimizer({ name: network.optimizer, ...options.optimizer }),
    fusedUpsampling: options.fusedUpsampling ?? false,
    seed,
    recompute: options.recompute ?? false,
    ...(network.dropPathRates && options.dropPath !== false
      ? { dropPathScales: dropPathScales(network.dropPathRates, seed) }
      : {}),
    layout,
    parameters: flatten(layout, options.weights ?? initialWeights(network, shape, seed)),
  };
}

/**
 * The network that is meant: the given one, or its diffeomorphic form.
 *
 * @throws UnsupportedOptionError where it has none.
 */
export function chooseVariant({
  network,
  diffeomorphic = false,
}: Pick<TrainingOptions, 'network' | 'diffeomorphic'>): Network {
  if (!diffeomorphic) return network;
  if (network.diffeomorphic === undefined) {
    throw new UnsupportedOptionError(
      `'${network.name}' has no diffeomorphic form; leave diffeomorphic out, or train lku4 or lku8.`,
    );
  }
  return network.diffeomorphic;
}

/** @throws ShapeMismatchError unless both images have the voxels of the size. */
export function assertPair({ moving, fixed }: TrainingPair, size: readonly number[]): void {
  assertLength('moving', moving.length, size);
  assertLength('fixed', fixed.length, size);
}
