import {
  type Algorithm,
  assertKnownKeys,
  definitionKeys,
  type LnccDefinition,
  oneOf,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import type * as tf from '@tensorflow/tfjs-core';

/** The algorithms that differ in how the window sums are carried out; `TfjsAlgorithm` says how. */
export type WindowSumsAlgorithm = Extract<Algorithm, 'sequential' | 'grouped' | 'separable' | 'banded'>;

/**
 * How the loss and its gradient are carried out. By window sums:
 *
 * - `sequential`: one dense convolution per map (the paper's Algorithm 1).
 * - `grouped`: one dense convolution over all maps (the paper's Algorithm 2): a grouped one where the backend is
 *   TensorFlow's and has it, which is tried once with a tiny one (on GPUs; those for the CPU refuse), elsewhere over the maps
 *   stacked along the batch. TensorFlow.js has no other, and with identical filters the results are identical.
 * - `separable`: one 1-D convolution per axis over the stack.
 * - `banded`: one product with a band matrix per axis.
 *
 * Without them:
 *
 * - `fused`: loss and gradient in one sweep over the images. By `@fast-lncc/wasm`, with
 *   `import '@fast-lncc/tfjs/fused'`, on backends whose tensors are read at once: cpu, wasm or tensorflow. By
 *   `@fast-lncc/webgpu`, with `import '@fast-lncc/tfjs/fused-webgpu'`, on webgpu, where tensors stay on the device.
 */
export type TfjsAlgorithm = WindowSumsAlgorithm | 'fused';

/** The algorithms of this package, in the order of the table in the README. */
export const windowSumsAlgorithms: readonly WindowSumsAlgorithm[] = ['sequential', 'grouped', 'separable', 'banded'];
export const algorithms: readonly TfjsAlgorithm[] = [...windowSumsAlgorithms, 'fused'];

/** The mathematics of the loss (every field of `LnccDefinition`), and how it is carried out. */
export interface LnccOptions extends LnccDefinition {
  /** Default `auto`: what {@link chooseAlgorithm} names for the active backend. */
  readonly algorithm?: TfjsAlgorithm | 'auto';
  /**
   * Threads that compute, for `fused` on the CPU alone. Default: as many as the machine has and the volume can use, where threads are
   * possible and the calling one may wait for them (Node, workers of pages that are cross-origin isolated), else 1.
   * Results do not depend on it.
   */
  readonly threads?: number;
  /**
   * Weights `m >= 0` of shape `[batch or 1, ...spatial, channels or 1]`, float32, int32 or bool; `mask` says how they
   * enter. A constant: no gradient flows to it.
   */
  readonly maskTensor?: tf.Tensor;
}

/** The options taken apart: the mathematics, and what is this package's own. */
export interface SplitOptions {
  readonly definition: LnccDefinition;
  readonly algorithm: TfjsAlgorithm | 'auto';
  readonly threads: number | undefined;
  readonly maskTensor: tf.Tensor | undefined;
}

/** @throws UnsupportedOptionError for an unknown option or algorithm, and for threads that are no positive integer. */
export function splitOptions(options: LnccOptions): SplitOptions {
  assertKnownKeys(options, [...definitionKeys, 'algorithm', 'threads', 'maskTensor'], 'the options of lncc');
  const { algorithm = 'auto', threads, maskTensor, ...definition } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw new UnsupportedOptionError(`threads is ${String(threads)}; it must be a positive integer.`);
  }
  return { definition, algorithm: oneOf('algorithm', algorithm, [...algorithms, 'auto']), threads, maskTensor };
}
