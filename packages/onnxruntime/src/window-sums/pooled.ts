import { sizeOf } from '@fast-lncc/core';
import { averagePool, type Edge, type Graph, reshape, scale } from '@fast-lncc/onnx';
import type { Stacking, WindowSums } from './contract.ts';
import { axisConvolution } from './separable.ts';
import { stack, unstack } from './stack.ts';

/**
 * Average pooling per axis, zeros of the padding counted, times the number of voxels. Pooling has no weights: an axis
 * whose weights are not all 1 is summed by a 1-D convolution instead, with the same result.
 */
export const pooledSums =
  (stacking: Stacking): WindowSums =>
  (graph, maps, window) => {
    let pooledVoxels = 1;
    const means = window.factors.reduceRight<Edge>(
      (mean, factor, axis) => {
        if (!factor.every((weight) => weight === 1)) return axisConvolution(graph, mean, axis, factor, stacking);
        pooledVoxels *= factor.length;
        return axisMean(graph, mean, axis + 2, factor.length);
      },
      stack(graph, maps),
    );
    return unstack(graph, scale(graph, means, pooledVoxels), maps);
  };

/** Mean along one axis, as a pool over planes: the runtime shares its threads out by channel, so all outer axes are one. */
function axisMean(graph: Graph, stacked: Edge, axis: number, extent: number): Edge {
  if (extent === 1) return stacked;
  const length = stacked.shape[axis] ?? 1;
  const outer = sizeOf(stacked.shape.slice(0, axis));
  const inner = sizeOf(stacked.shape.slice(axis + 1));
  const radius = (extent - 1) / 2;
  const planes = reshape(graph, stacked, [1, outer, length, inner]);
  const means = averagePool(graph, planes, [extent, 1], { pads: [radius, 0, radius, 0], countIncludePad: true });
  return reshape(graph, means, stacked.shape);
}
