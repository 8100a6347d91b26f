import type { WindowOptions } from './transmorph/window-plan.ts';

/**
 * The layer verbs a training engine lends; networks are written once over them.
 *
 * `T` is a tensor or a graph edge that holds `[1, channels, D, H, W]` (or the engine's own layout of the same). Every
 * verb is differentiable with respect to all its arguments that can need a gradient.
 */
export interface Layers<T> {
  /** `[D, H, W]` of a map. */
  grid(map: T): readonly number[];
  /**
   * A piece of a network of which an engine may keep nothing for the way back but maps and weights that go in, and compute it
   * once more. Where it does not, the piece is built as if there were no such verb.
   */
  segment(
    maps: readonly T[],
    weights: readonly T[],
    build: (layers: Layers<T>, maps: readonly T[], weights: readonly T[]) => T,
  ): T;
  /**
   * 3-D convolution with an odd cubic kernel, padding of half its extent, over the channels of all parts side by side:
   * `y = W ∗ [parts] + b`, then `y < 0 → slope · y` where a leaky slope is given.
   *
   * @param weight `[outputs, inputs, k, k, k]`, the inputs in the order of the parts.
   */
  convolution(parts: readonly T[], weight: T, bias: T | undefined, options: ConvolutionOptions): T;
  /**
   * {@link Layers.convolution} over `[upsampleNearest(coarse), ...skips]`, at stride 1. Engines may offer to carry it out on
   * the coarse grid, which takes 8/27 of the products for the channels of `coarse` and is equal in real arithmetic.
   */
  upsampleConvolution(
    coarse: T,
    skips: readonly T[],
    weight: T,
    bias: T | undefined,
    options: Omit<ConvolutionOptions, 'stride'>,
  ): T;
  /**
   * A map and its convolutions with kernels of several odd extents, added: `y = x + Σᵢ (Wᵢ ∗ x + bᵢ)`. As convolution is
   * linear in its kernel, engines may add the kernels instead of the maps.
   */
  residualConvolutions(map: T, branches: readonly Branch<T>[]): T;
  /**
   * Transposed convolution with extent 2 and stride 2: every voxel becomes eight, `y(2p + t) = W(t)ᵀ x(p) + b`.
   *
   * @param weight `[inputs, outputs, 2, 2, 2]`
   */
  transposedConvolution(map: T, weight: T, bias: T): T;
  /** `x > 0 → x`, else `slope · x`, with one learned slope `[1]` for all channels. */
  parametricRelu(map: T, slope: T): T;
  /** `x / (1 + |x|)` */
  softsign(map: T): T;
  /** `x Φ(x)`, Φ being the normal distribution: `0.5 x (1 + erf(x / √2))`, not its tanh approximation. */
  gelu(map: T): T;
  /**
   * Convolution over the channels of all parts side by side whose stride is its extent, without padding: every patch of
   * k×k×k voxels becomes one.
   *
   * @param weight `[outputs, inputs, k, k, k]`
   */
  patchConvolution(parts: readonly T[], weight: T, bias: T): T;
  /** `y(p) = W x(p) + b` at every voxel. @param weight `[outputs, inputs]` */
  linear(map: T, weight: T, bias: T | undefined): T;
  /** Every voxel's channels with mean 0 and variance 1 (biased, ε = 1e-5), then `gain · x + offset` by channel. */
  layerNorm(map: T, gain: T, offset: T): T;
  /** Every channel with mean 0 and variance 1 over the voxels (biased, ε = 1e-5), then a leaky slope. */
  instanceNorm(map: T, options: { readonly leakySlope: number }): T;
  /**
   * Attention of the tokens of every window to each other, head by head:
   * `softmax(qᵀk / √channels + bias) v`, with a bias by relative position, and after a shift only between tokens of one
   * region (`planWindows`). The heads' channels lie one after the other.
   *
   * @param queriesKeysValues `[1, 3 · channels, D, H, W]`
   * @param table `[relative positions, heads]`, see `planWindows`.
   * @returns `[1, channels, D, H, W]`
   */
  windowAttention(queriesKeysValues: T, table: T, options: AttentionOptions): T;
  /**
   * Stochastic depth: in a training step the whole branch is dropped with the rate of `Network.dropPathRates`, else divided
   * by the rate of keeping it; everywhere else it stays as it is.
   *
   * @param branch Its place in `Network.dropPathRates`.
   */
  dropPath(map: T, branch: number): T;
  /**
   * Every 2×2×2 voxels as one, their channels one after the other: offsets 000, 100, 010, 001, 110, 011, 101, 111 along
   * D, H, W.
   */
  mergePatches(map: T): T;
  /** The mean over 3×3×3 voxels around every second one, zeros outside counted. */
  averagePool(map: T): T;
  /** Twice the voxels along the three axes, linearly between the centers, clamped at the edges. */
  upsampleTrilinear(map: T): T;
  /** Every channel times a constant of its own. */
  scaleChannels(map: T, factors: readonly number[]): T;
  /** Every voxel doubled along the three axes. */
  upsampleNearest(map: T): T;
  /**
   * Trilinear sampling of `image` at `p + displacement(p)`, in voxels, channel order D, H, W.
   *
   * @param outside What lies outside of the image: `zero` (the default), or with `clamp` the nearest voxel, positions being
   * clamped to the grid; the gradient of a clamped component of the displacement is 0.
   */
  warp(image: T, displacement: T, outside?: 'zero' | 'clamp'): T;
  /** Two maps of one shape, added. */
  add(first: T, second: T): T;
  /**
   * Mean over the three axes of the mean squared forward difference of a displacement along that axis: a scalar
   * (TransMorph's `Grad3d('l2')`).
   *
   * @param scales What the differences along D, H, W are multiplied by before they are squared. Default 1.
   */
  squaredDifferences(displacement: T, scales?: readonly [number, number, number]): T;
}

/** Options of {@link Layers.convolution}. */
export interface ConvolutionOptions {
  readonly stride: 1 | 2;
  readonly leakySlope?: number;
}

/** Options of {@link Layers.windowAttention}. */
export interface AttentionOptions extends WindowOptions {
  readonly heads: number;
}

/** One kernel of {@link Layers.residualConvolutions}: weight `[channels, channels, k, k, k]`, bias `[channels]`. */
export interface Branch<T> {
  readonly weight: T;
  readonly bias: T;
}

/** How a parameter is drawn before training. */
export type Initialization =
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'normal'; readonly standardDeviation: number }
  | { readonly kind: 'constant'; readonly value: number };

/** One parameter, under the name it has in the authors' code. */
export interface ParameterSpecification {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialization: Initialization;
  /** Stored with the others, but nothing depends on it: its gradient is 0. */
  readonly isUnused?: true;
}

/** What a network makes of two images. */
export interface Registration<T> {
  /** `[1, 3, D, H, W]`, in voxels, channel order D, H, W. */
  readonly displacement: T;
  /** The moving image at `p + displacement(p)`. */
  readonly warped: T;
  /** What the network itself returns, where that is not the displacement: `[1, 3, D, H, W]`. */
  readonly output?: T;
}

/** A registration network, independent of the engine that trains it. */
export interface Network {
  readonly name: string;
  /** Weight of the smoothness term in the authors' training. */
  readonly smoothnessWeight: number;
  /** The optimizer of the authors' training. */
  readonly optimizer: 'adam' | 'amsgrad';
  /** Lengths of D, H and W have to be multiples of it. */
  readonly divisor: number;
  /** How often each branch of {@link Layers.dropPath} is dropped in the authors' training, where the network has such. */
  readonly dropPathRates?: readonly number[];
  /** The same network with its output taken as a velocity and integrated, where the authors have it. */
  readonly diffeomorphic?: Network;
  /**
   * Parameters in the authors' order, for images of `[D, H, W]`.
   *
   * @throws ShapeMismatchError when the network cannot take images of this size.
   */
  parameters(size: readonly number[]): readonly ParameterSpecification[];
  /** @param weights One per parameter, in the order of {@link Network.parameters}. */
  forward<T>(layers: Layers<T>, weights: readonly T[], moving: T, fixed: T): Registration<T>;
  /** The smoothness term of the loss, without its weight. */
  smoothness<T>(layers: Layers<T>, registration: Registration<T>): T;
}
