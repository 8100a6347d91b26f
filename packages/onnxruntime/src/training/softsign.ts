import { absolute, divide, type Edge, shift, square, type Tape } from '@fast-lncc/onnx';

/** `x / (1 + |x|)`, whose derivative is `1 / (1 + |x|)²`. */
export function softsignStep(tape: Tape, map: Edge): Edge {
  const { graph } = tape;
  const denominator = shift(graph, absolute(graph, map), 1);
  const output = divide(graph, map, denominator);
  return tape.record(output, [map], (gradient, give) => give(map, divide(graph, gradient, square(graph, denominator))));
}
