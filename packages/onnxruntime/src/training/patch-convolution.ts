import {
  concat,
  convolution,
  type Edge,
  matMul,
  reduceSum,
  reshape,
  slice,
  type Tape,
  transpose,
} from '@fast-lncc/onnx';
import { interleave, separate } from './interleave.ts';
import { asMatrix } from './linear.ts';

/** Convolution whose stride is its extent: patches do not overlap. */
export function patchConvolutionStep(tape: Tape, parts: readonly Edge[], weight: Edge, bias: Edge): Edge {
  const { graph } = tape;
  const [outputs = 1, inputs = 1, extent = 1] = weight.shape;
  const image = concat(graph, parts, 1);
  const output = convolution(graph, image, weight, { bias, strides: extent });
  return tape.record(output, [...parts, weight, bias], (gradient, give) => {
    give(bias, reduceSum(graph, gradient, [0, 2, 3, 4]));
    const [, , depth = 1, height = 1, width = 1] = gradient.shape;
    const grid = { channels: inputs, depth, height, width, factor: extent };
    const rows = matMul(graph, asMatrix(graph, gradient), transpose(graph, separate(graph, image, grid), [1, 0]));
    give(weight, reshape(graph, rows, weight.shape));
    if (!parts.some((part) => tape.needs(part))) return;
    const matrix = reshape(graph, weight, [outputs, inputs * extent ** 3]);
    const patches = matMul(graph, transpose(graph, matrix, [1, 0]), asMatrix(graph, gradient));
    const toImage = interleave(graph, patches, grid);
    let first = 0;
    for (const part of parts) {
      const last = first + (part.shape[1] ?? 0);
      give(part, slice(graph, toImage, 1, first, last));
      first = last;
    }
  });
}
