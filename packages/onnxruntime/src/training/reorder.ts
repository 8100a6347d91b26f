import { type Edge, type Graph, gather, reshape } from '@fast-lncc/onnx';

/**
 * The columns of a matrix `[rows, columns]` in another order: those at `order[0]`, `order[1]`, …. Columns that stay together
 * are taken together, since a runtime copies pieces faster than numbers.
 */
export function reorderColumns(graph: Graph, matrix: Edge, order: Int32Array): Edge {
  const [rows = 1] = matrix.shape;
  const together = longestRun(order);
  const pieces = order.filter((_, index) => index % together === 0).map((column) => column / together);
  const apart = reshape(graph, matrix, [rows, order.length / together, together]);
  const indices = graph.constant(pieces, [pieces.length], 'int32');
  return reshape(graph, gather(graph, apart, indices, 1), [rows, order.length]);
}

/** The largest length such that the order moves whole pieces of it, each from a multiple of it. */
export function longestRun(order: Int32Array): number {
  const isRun = (length: number) =>
    order.length % length === 0 &&
    order.every((column, index) => {
      const first = order[index - (index % length)] as number;
      return first % length === 0 && column === first + (index % length);
    });
  for (let length = order.length; length > 1; length--) if (isRun(length)) return length;
  return 1;
}
