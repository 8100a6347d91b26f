import type { Algorithm } from '@fast-lncc/core';
import { bandedSums } from './banded.ts';
import type { Stacking, WindowSums } from './contract.ts';
import { groupedSums } from './grouped.ts';
import { pooledSums } from './pooled.ts';
import { separableSums } from './separable.ts';
import { sequentialSums } from './sequential.ts';

/**
 * How each algorithm carries out the window sums.
 *
 * - `sequential`: one dense convolution per map, one after the other (the paper's Algorithm 1).
 * - `grouped`: the maps become the channels of one grouped convolution (the paper's Algorithm 2).
 * - `separable`: one 1-D convolution per axis over the stacked maps.
 * - `pooled`: average pooling per axis with zeros counted, times N; a 1-D convolution along an axis with unequal weights.
 * - `banded`: one product with a banded matrix per axis.
 */
const windowSumsOf = {
  sequential: () => sequentialSums,
  grouped: groupedSums,
  separable: separableSums,
  pooled: pooledSums,
  banded: () => bandedSums,
} as const satisfies Partial<Record<Algorithm, (stacking: Stacking) => WindowSums>>;

/** WebGPU's 3-D convolution takes no groups, and says so only when it runs. */
const stackingOn = (provider: string): Stacking => (provider === 'webgpu' ? 'batch' : 'channels');

/** The window sums of an algorithm, as an execution provider can carry them out. */
export const windowSumsOn = (algorithm: OnnxAlgorithm, provider: string): WindowSums =>
  windowSumsOf[algorithm](stackingOn(provider));

/** An algorithm this package offers. */
export type OnnxAlgorithm = keyof typeof windowSumsOf;

/** All algorithms, in the order of the paper and then of this package. */
export const algorithms = Object.keys(windowSumsOf) as readonly OnnxAlgorithm[];
