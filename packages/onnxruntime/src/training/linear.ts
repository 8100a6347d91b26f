import { add, type Edge, type Graph, matMul, reduceSum, reshape, type Tape, transpose, wait } from '@fast-lncc/onnx';

/** `[1, channels, D, H, W]` as a matrix `[channels, voxels]`. */
export const asMatrix = (graph: Graph, map: Edge): Edge => reshape(graph, map, [map.shape[1] ?? 1, -1]);

/** `y(p) = W x(p) + b`, one product for all voxels. */
export function linearStep(tape: Tape, map: Edge, weight: Edge, bias: Edge | undefined): Edge {
  const { graph } = tape;
  const [, , ...grid] = map.shape;
  const columns = asMatrix(graph, map);
  const [outputs = 1] = weight.shape;
  const product = matMul(graph, weight, columns);
  const biased = bias === undefined ? product : add(graph, product, reshape(graph, bias, [outputs, 1]));
  const output = reshape(graph, biased, [1, outputs, ...grid]);
  return tape.record(output, [map, weight, ...(bias ? [bias] : [])], (upstream, give) => {
    const gradient = asMatrix(graph, upstream);
    const toBias = bias ? [reduceSum(graph, gradient, [1])] : [];
    if (bias) give(bias, toBias[0] as Edge);
    const toWeight = matMul(graph, gradient, transpose(graph, columns, [1, 0]));
    give(weight, toWeight);
    if (tape.needs(map)) {
      const turned = transpose(graph, wait(graph, weight, toWeight, ...toBias), [1, 0]);
      give(map, reshape(graph, matMul(graph, turned, gradient), map.shape));
    }
  });
}
