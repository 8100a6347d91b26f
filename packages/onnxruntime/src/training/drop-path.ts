import { type Edge, multiply, reshape, slice, type Tape } from '@fast-lncc/onnx';

/** A whole branch times its number of this step: 0, or what makes up for the steps in which it is 0. */
export function dropPathStep(tape: Tape, map: Edge, scales: Edge, branch: number): Edge {
  const { graph } = tape;
  const factor = reshape(graph, slice(graph, scales, 0, branch, branch + 1), []);
  return tape.record(multiply(graph, map, factor), [map], (gradient, give) =>
    give(map, multiply(graph, gradient, factor)),
  );
}
