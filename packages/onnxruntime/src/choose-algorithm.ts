import { type ResolvedDefinition, UnsupportedOptionError } from '@fast-lncc/core';
import { algorithms, type OnnxAlgorithm } from './window-sums/window-sums.ts';

/** What `algorithm` may be: one of this package's, or `auto`. */
export type AlgorithmChoice = OnnxAlgorithm | 'auto';

/**
 * What `auto` goes by, per execution provider: `banded` up to so many voxels of axis length per window tap (both summed
 * over the axes), `separable` above. A product with a banded matrix costs the length of the axis, at the speed of a
 * matrix product; a convolution costs the window. The rows are measured by `bench/choose-algorithm.mjs`; providers without
 * one take `separable`, which every one of them has a kernel for.
 */
const bandedUpTo: Readonly<Record<string, number>> = { cpu: 14, wasm: 0 };

/**
 * The algorithm used for a definition on an execution provider: the one asked for, or for `auto` the one of a committed
 * table. Nothing is timed when called, so results repeat.
 *
 * @throws UnsupportedOptionError for an unknown algorithm.
 */
export function chooseAlgorithm(
  choice: AlgorithmChoice,
  { spatial, window }: ResolvedDefinition,
  provider = 'cpu',
): OnnxAlgorithm {
  if (choice === 'auto') {
    const length = spatial.reduce((sum, size) => sum + size, 0);
    const taps = window.factors.reduce((sum, factor) => sum + factor.length, 0);
    return length / taps <= (bandedUpTo[provider] ?? 0) ? 'banded' : 'separable';
  }
  if (!algorithms.includes(choice)) {
    throw new UnsupportedOptionError(
      `algorithm '${String(choice)}' is unknown to ONNX Runtime; use 'auto', ${algorithms.map((name) => `'${name}'`).join(', ')}.`,
    );
  }
  return choice;
}
