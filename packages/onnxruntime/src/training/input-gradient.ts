import { convolution, type Edge, type Graph, gather, pad, reshape, transpose } from '@fast-lncc/onnx';
import { interleave } from './interleave.ts';
import { backwards } from './weight-gradient.ts';

/** dL/dx of `y = W ∗ x` with padding of half the extent. */
export function inputGradient(graph: Graph, gradient: Edge, weight: Edge, stride: 1 | 2): Edge {
  return stride === 1 ? inputGradientStride1(graph, gradient, weight) : inputGradientStride2(graph, gradient, weight);
}

/** Convolution with the flipped, transposed weights. */
function inputGradientStride1(graph: Graph, gradient: Edge, weight: Edge): Edge {
  const [outputs = 1, inputs = 1, extent = 1] = weight.shape;
  const flipped = gather(graph, reshape(graph, weight, [outputs, inputs, extent ** 3]), backwards(extent ** 3), 2);
  const kernel = reshape(graph, transpose(graph, flipped, [1, 0, 2]), [inputs, outputs, extent, extent, extent]);
  return convolution(graph, gradient, kernel, { pads: (extent - 1) / 2 });
}

/**
 * Extent 3, stride 2, even image lengths: the eight parities of the input position see disjoint sets of taps, so one
 * 2×2×2 convolution with 8 · inputs outputs gives them all, to be interleaved. Along an axis an even position sees tap
 * 1; an odd one tap 2 of its own window and tap 0 of the next.
 */
function inputGradientStride2(graph: Graph, gradient: Edge, weight: Edge): Edge {
  const [outputs = 1, inputs = 1] = weight.shape;
  const [, , depth = 1, height = 1, width = 1] = gradient.shape;
  const padded = pad(graph, weight, [0, 0, 0, 0, 0], [0, 0, 1, 1, 1]);
  const byParity = [2, 3, 4].reduce((taps, axis) => gather(graph, taps, [1, 3, 2, 0], axis), padded);
  const split = reshape(graph, byParity, [outputs, inputs, 2, 2, 2, 2, 2, 2]);
  const kernel = reshape(graph, transpose(graph, split, [1, 2, 4, 6, 0, 3, 5, 7]), [inputs * 8, outputs, 2, 2, 2]);
  const parities = convolution(graph, gradient, kernel, { pads: [0, 0, 0, 1, 1, 1] });
  return interleave(graph, parities, { channels: inputs, depth, height, width });
}
