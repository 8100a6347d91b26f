import { type Edge, greater, minimum, multiply, reduceSum, reshape, select, type Tape } from '@fast-lncc/onnx';

/** `x > 0 → x`, else `slope · x`, with one learned slope for all channels. */
export function parametricReluStep(tape: Tape, map: Edge, slope: Edge): Edge {
  const { graph } = tape;
  const isPositive = () => greater(graph, map, 0);
  const output = select(graph, isPositive(), map, multiply(graph, map, slope));
  return tape.record(output, [map, slope], (gradient, give) => {
    const toSlope = reduceSum(graph, multiply(graph, gradient, minimum(graph, map, 0)));
    give(slope, reshape(graph, toSlope, slope.shape));
    if (tape.needs(map)) give(map, select(graph, isPositive(), gradient, multiply(graph, gradient, slope)));
  });
}
