import { denseWeights } from '@fast-lncc/core';
import type { Stacking, WindowSums } from './contract.ts';
import { sharedConvolution } from './shared-convolution.ts';
import { stack, unstack } from './stack.ts';

/** Algorithm 2: the maps become the channels (or the batch) of ONE convolution, each with the same dense weights. */
export const groupedSums =
  (stacking: Stacking): WindowSums =>
  (graph, maps, window) => {
    const extents = window.factors.map((factor) => factor.length);
    const weights = Float32Array.from(denseWeights(window));
    return unstack(graph, sharedConvolution(graph, stack(graph, maps), weights, extents, stacking), maps);
  };
