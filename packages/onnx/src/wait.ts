import type { Edge } from './edge.ts';
import type { Graph } from './graph.ts';
import { cast } from './operators/comparison.ts';
import { concat, slice } from './operators/pieces.ts';
import { reshape } from './operators/shape.ts';

/**
 * The values of `edge`, available only once every dependency has been computed. ONNX has no control edges, and runtimes order
 * nodes as they like: without this, ONNX Runtime computes all input gradients of a network before the first weight gradient,
 * and keeps every one of them in memory. No arithmetic is involved, so Inf and NaN do not spread: an empty piece of each
 * dependency is appended to the elements. The edge is copied once, so let small edges (weights) wait for large ones.
 */
export function wait(graph: Graph, edge: Edge, ...dependencies: readonly Edge[]): Edge {
  const nothings = dependencies.map((dependency) => {
    const nothing = slice(graph, reshape(graph, dependency, [-1]), 0, 0, 0);
    return dependency.type === edge.type ? nothing : cast(graph, nothing, edge.type);
  });
  return reshape(graph, concat(graph, [reshape(graph, edge, [-1]), ...nothings], 0), edge.shape);
}
