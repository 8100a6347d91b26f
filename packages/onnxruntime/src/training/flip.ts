import { sizeOf } from '@fast-lncc/core';
import { type Edge, type Graph, gather, reshape } from '@fast-lncc/onnx';

const backwards = (length: number): number[] => Array.from({ length }, (_, index) => length - 1 - index);

/** `[a, b, …spatial]` with every spatial axis backwards. */
export function flipSpatially(graph: Graph, edge: Edge): Edge {
  const [a = 1, b = 1, ...spatial] = edge.shape;
  const places = sizeOf(spatial);
  return reshape(graph, gather(graph, reshape(graph, edge, [a, b, places]), backwards(places), 2), edge.shape);
}
