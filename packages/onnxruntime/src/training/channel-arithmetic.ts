import { add, type Edge, multiply, type Tape } from '@fast-lncc/onnx';

/** Every channel times a constant of its own. */
export function scaleChannelsStep(tape: Tape, map: Edge, factors: readonly number[]): Edge {
  const { graph } = tape;
  const scale = (edge: Edge): Edge =>
    multiply(graph, edge, graph.constant(Float32Array.from(factors), [1, factors.length, 1, 1, 1]));
  return tape.record(scale(map), [map], (gradient, give) => give(map, scale(gradient)));
}

/** Two maps of one shape, added. */
export function addStep(tape: Tape, first: Edge, second: Edge): Edge {
  return tape.record(add(tape.graph, first, second), [first, second], (gradient, give) => {
    give(first, gradient);
    give(second, gradient);
  });
}
