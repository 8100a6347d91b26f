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
  wait,
} from '@fast-lncc/onnx';

/** Φ(x) of the normal distribution. */
const cumulative = (graph: Graph, map: Edge): Edge =>
  scale(graph, shift(graph, errorFunction(graph, scale(graph, map, Math.SQRT1_2)), 1), 0.5);

/** `x Φ(x)`, whose derivative is `Φ(x) + x φ(x)`. */
export function geluStep(tape: Tape, map: Edge): Edge {
  const { graph } = tape;
  const output = multiply(graph, map, cumulative(graph, map));
  return tape.record(output, [map], (gradient, give) => {
    // What waits for the gradient is not computed with the forward pass, and kept.
    const again = multiply(graph, map, wait(graph, graph.constant(1, []), gradient));
    const exponent = scale(graph, square(graph, again), -0.5);
    const density = scale(graph, exponential(graph, exponent), 1 / Math.sqrt(2 * Math.PI));
    const derivative = add(graph, cumulative(graph, again), multiply(graph, again, density));
    give(map, multiply(graph, gradient, derivative));
  });
}
