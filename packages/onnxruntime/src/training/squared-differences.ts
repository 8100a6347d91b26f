import { sizeOf } from '@fast-lncc/core';
import {
  add,
  type Edge,
  type Graph,
  multiply,
  pad,
  reduceSum,
  reduceSumSquare,
  scale,
  slice,
  subtract,
  type Tape,
} from '@fast-lncc/onnx';

const axes = [2, 3, 4] as const;

/** `u(x + 1) − u(x)` along one axis, one shorter there. */
function forwardDifference(graph: Graph, map: Edge, axis: number): Edge {
  const length = map.shape[axis] ?? 1;
  return subtract(graph, slice(graph, map, axis, 1, length), slice(graph, map, axis, 0, length - 1));
}

/** Planes first, then their sums: the rounding error stays near that of one plane. */
const sumOfSquares = (graph: Graph, map: Edge): Edge => reduceSum(graph, reduceSumSquare(graph, map, [3, 4]));

/** Mean over the axes of the mean squared forward difference, scaled along each axis, with its gradient. */
export function squaredDifferencesStep(
  tape: Tape,
  displacement: Edge,
  scales: readonly [number, number, number] = [1, 1, 1],
): Edge {
  const { graph } = tape;
  const differences = axes.map((axis, index) => {
    const difference = forwardDifference(graph, displacement, axis);
    const elements = sizeOf(difference.shape);
    return { axis, difference, weight: (scales[index] ?? 1) ** 2 / (axes.length * elements) };
  });
  const output = differences
    .map(({ difference, weight }) => scale(graph, sumOfSquares(graph, difference), weight))
    .reduce((sum, term) => add(graph, sum, term));
  return tape.record(output, [displacement], (gradient, give) => {
    const pulled = differences.map(({ axis, difference, weight }) => {
      const one = displacement.shape.map((_, other) => (other === axis ? 1 : 0));
      const none = displacement.shape.map(() => 0);
      const scaled = scale(graph, difference, 2 * weight);
      return subtract(graph, pad(graph, scaled, one, none), pad(graph, scaled, none, one));
    });
    give(
      displacement,
      multiply(
        graph,
        pulled.reduce((sum, term) => add(graph, sum, term)),
        gradient,
      ),
    );
  });
}
