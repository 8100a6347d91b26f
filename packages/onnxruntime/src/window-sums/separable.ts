import type { Edge, Graph } from '@fast-lncc/onnx';
import type { Stacking, WindowSums } from './contract.ts';
import { sharedConvolution } from './shared-convolution.ts';
import { stack, unstack } from './stack.ts';

/** One 1-D convolution per axis over the stacked maps: `Σ extents` products per voxel instead of their product. */
export const separableSums =
  (stacking: Stacking): WindowSums =>
  (graph, maps, window) => {
    const sums = window.factors.reduceRight<Edge>(
      (sum, factor, axis) => axisConvolution(graph, sum, axis, factor, stacking),
      stack(graph, maps),
    );
    return unstack(graph, sums, maps);
  };

/** Sums along one spatial axis, every channel with the same weights. */
export function axisConvolution(
  graph: Graph,
  stacked: Edge,
  axis: number,
  factor: Float64Array,
  stacking: Stacking,
): Edge {
  if (factor.length === 1 && factor[0] === 1) return stacked;
  const extents = stacked.shape.slice(2).map((_, index) => (index === axis ? factor.length : 1));
  return sharedConvolution(graph, stacked, Float32Array.from(factor), extents, stacking);
}
