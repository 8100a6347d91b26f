import { add, type Edge, matMul, reduceSum, reshape, type Tape, transpose, wait } from '@fast-lncc/onnx';
import { interleave, separate } from './interleave.ts';

/**
 * Transposed convolution with extent and stride 2: windows do not overlap, so it is one product of all voxels' channels with
 * the eight taps of every output, whose results are then put beside each other.
 */
export function transposedConvolutionStep(tape: Tape, map: Edge, weight: Edge, bias: Edge): Edge {
  const { graph } = tape;
  const [, inputs = 1, depth = 1, height = 1, width = 1] = map.shape;
  const channels = weight.shape[1] ?? 1;
  const grid = { channels, depth, height, width };
  const columns = reshape(graph, map, [inputs, depth * height * width]);
  const matrix = reshape(graph, weight, [inputs, channels * 8]);
  const taps = matMul(graph, transpose(graph, matrix, [1, 0]), columns);
  const biased = add(
    graph,
    reshape(graph, taps, [channels, 8 * depth * height * width]),
    reshape(graph, bias, [channels, 1]),
  );
  const output = interleave(graph, biased, grid);
  return tape.record(output, [map, weight, bias], (gradient, give) => {
    const toBias = reduceSum(graph, gradient, [0, 2, 3, 4]);
    give(bias, toBias);
    const parities = separate(graph, gradient, grid);
    const toMatrix = matMul(graph, columns, transpose(graph, parities, [1, 0]));
    give(weight, reshape(graph, toMatrix, weight.shape));
    if (tape.needs(map)) {
      give(map, reshape(graph, matMul(graph, wait(graph, matrix, toMatrix, toBias), parities), map.shape));
    }
  });
}
