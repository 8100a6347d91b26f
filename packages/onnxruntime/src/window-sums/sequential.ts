import { denseWeights } from '@fast-lncc/core';
import type { WindowSums } from './contract.ts';
import { sharedConvolution } from './shared-convolution.ts';

/** Algorithm 1: one dense convolution per map. Every channel of every sample is an image of the batch. */
export const sequentialSums: WindowSums = (graph, maps, window) => {
  const extents = window.factors.map((factor) => factor.length);
  const weights = Float32Array.from(denseWeights(window));
  return maps.map((map) => sharedConvolution(graph, map, weights, extents, 'batch'));
};
