import { sizeOf } from '@fast-lncc/core';
import { convolution, type Edge, type Graph, gather, pad, reshape, transpose, wait } from '@fast-lncc/onnx';
import { flipSpatially } from './flip.ts';
import { interleave } from './interleave.ts';

/**
 * dL/dx of `y = W ∗ x` with padding of half the extent, `W` cubic.
 *
 * @param dependencies What has to be computed before, so that its operands can be freed.
 */
export function inputGradient(
  graph: Graph,
  gradient: Edge,
  weight: Edge,
  stride: 1 | 2,
  dependencies: readonly Edge[],
): Edge {
  const compute = stride === 1 ? inputGradientStride1 : inputGradientStride2;
  // The smaller one waits, because waiting copies.
  return sizeOf(weight.shape) < sizeOf(gradient.shape)
    ? compute(graph, gradient, wait(graph, weight, ...dependencies))
    : compute(graph, wait(graph, gradient, ...dependencies), weight);
}

/**
 * Convolution with the flipped, transposed weights; or with all else flipped, which is the same, since the padding is that
 * of both sides.
 */
function inputGradientStride1(graph: Graph, gradient: Edge, weight: Edge): Edge {
  const [outputs = 1, inputs = 1, extent = 1] = weight.shape;
  const options = { pads: (extent - 1) / 2 };
  if (sizeOf(weight.shape) > (sizeOf(gradient.shape) / outputs) * (inputs + outputs)) {
    const flipped = convolution(graph, flipSpatially(graph, gradient), exchangeChannels(graph, weight), options);
    return flipSpatially(graph, flipped);
  }
  return convolution(graph, gradient, exchangeChannels(graph, flipSpatially(graph, weight)), options);
}

/** Outputs and inputs exchanged, in blocks of whole kernels. */
function exchangeChannels(graph: Graph, weight: Edge): Edge {
  const [outputs = 1, inputs = 1, ...extents] = weight.shape;
  const blocks = transpose(graph, reshape(graph, weight, [outputs, inputs, sizeOf(extents)]), [1, 0, 2]);
  return reshape(graph, blocks, [inputs, outputs, ...extents]);
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
