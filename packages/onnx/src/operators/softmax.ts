import type { Edge } from '../edge.ts';
import type { Graph } from '../graph.ts';
import { checkType, REAL_TYPES, resolveAxis } from '../shapes.ts';
import { emit } from './emit.ts';

/** e^(a − max) / Σ e^(a − max) along an axis, the last one unless told. */
export function softmax(graph: Graph, edge: Edge, axis = -1): Edge {
  checkType('Softmax', edge, REAL_TYPES);
  return emit(graph, 'Softmax', [edge], edge.shape, edge.type, { axis: resolveAxis('Softmax', axis, edge) });
}
