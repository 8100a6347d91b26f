import { bandMatrix, sizeOf } from '@fast-lncc/core';
import { type Edge, type Graph, matMul, reshape } from '@fast-lncc/onnx';
import type { WindowSums } from './contract.ts';
import { stack, unstack } from './stack.ts';

/** One product with a banded matrix per axis: more products than the window needs, at the speed of a matrix product. */
export const bandedSums: WindowSums = (graph, maps, window) => {
  const stacked = stack(graph, maps);
  const sums = window.factors.reduceRight<Edge>((sum, factor, axis) => {
    if (factor.length === 1 && factor[0] === 1) return sum;
    return axisProduct(graph, sum, axis + 2, bandMatrix(factor, sum.shape[axis + 2] ?? 1));
  }, stacked);
  return unstack(graph, sums, maps);
};

/** `A` applied along one axis of an edge, for a symmetric `A` of that axis' length. */
function axisProduct(graph: Graph, edge: Edge, axis: number, values: Float32Array): Edge {
  const length = edge.shape[axis] ?? 1;
  const matrix = graph.constant(values, [length, length]);
  const outer = sizeOf(edge.shape.slice(0, axis));
  const inner = sizeOf(edge.shape.slice(axis + 1));
  const product =
    inner === 1
      ? matMul(graph, reshape(graph, edge, [outer, length]), matrix)
      : matMul(graph, matrix, reshape(graph, edge, [outer, length, inner]));
  return reshape(graph, product, edge.shape);
}
