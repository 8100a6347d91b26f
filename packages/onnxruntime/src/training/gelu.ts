import {
  add,
  type Edge,
  errorFunction,
  exponential,
  type Graph,
  multiply,
  scale,
  shift,
  square,
  type Tape,
} from '@fast-lncc/onnx';

/** Φ(x) of the normal distribution. */
const cumulative = (graph: Graph, map: Edge): Edge =>
  scale(graph, shift(graph, errorFunction(graph, scale(graph, map, Math.SQRT1_2)), 1), 0.5);

/** `x Φ(x)`, whose derivative is `Φ(x) + x φ(x)`. */
export function geluStep(tape: Tape, map: Edge): Edge {
  const { graph } = tape;
  const output = multiply(graph, map, cumulative(graph, map));
  return tape.record(output, [map], (gradient, give) => {
    const density = scale(
      graph,
      exponential(graph, scale(graph, square(graph, map), -0.5)),
      1 / Math.sqrt(2 * Math.PI),
    );
    const derivative = add(graph, cumulative(graph, map), multiply(graph, map, density));
    give(map, multiply(graph, gradient, derivative));
  });
}
