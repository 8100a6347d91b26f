import { type Edge, greater, minimum, multiply, reduceSum, reshape, select, type Tape, wait } from '@fast-lncc/onnx';

/** `x > 0 → x`, else `slope · x`, with one learned slope for all channels. */
export function parametricReluStep(tape: Tape, map: Edge, slope: Edge): Edge {
  const { graph } = tape;
  const output = select(graph, greater(graph, map, 0), map, multiply(graph, map, slope));
  return tape.record(output, [map, slope], (gradient, give) => {
    // What waits for the gradient is not computed with the forward pass, and kept.
    const zero = wait(graph, graph.constant(0, []), gradient);
    const toSlope = reduceSum(graph, multiply(graph, gradient, minimum(graph, map, zero)));
    give(slope, reshape(graph, toSlope, slope.shape));
    const later = wait(graph, slope, toSlope);
    if (tape.needs(map))
      give(map, select(graph, greater(graph, map, zero), gradient, multiply(graph, gradient, later)));
  });
}
