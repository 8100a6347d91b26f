import { convolution, type Edge, type Graph, gather, pad, reshape, transpose } from '@fast-lncc/onnx';
import { interleave } from './interleave.ts';

export const backwards = (length: number): number[] => Array.from({ length }, (_, index) => length - 1 - index);

/** `[1, C, D, H, W]` with the channels last, as one image `[1, 1, D, H, W · C]`. */
export function channelsLastImage(graph: Graph, map: Edge): Edge {
  const [, channels = 1, depth = 1, height = 1, width = 1] = map.shape;
  const last = channels === 1 ? map : transpose(graph, map, [0, 2, 3, 4, 1]);
  return reshape(graph, last, [1, 1, depth, height, width * channels]);
}

/** `[1, C, D, H, W]` as C kernels of the whole volume. */
export function volumeKernels(graph: Graph, map: Edge): Edge {
  const [, channels = 1, ...spatial] = map.shape;
  return reshape(graph, map, [channels, 1, ...spatial]);
}

/**
 * dL/dW of `y = W ∗ x` for stride 1 or 2 and an odd cubic kernel, by ONE convolution: the image is one operand with
 * channels last, the kernels are the channels of the other over the whole volume, and dilation makes the output axes
 * the taps (and, within the last, the image's channels).
 *
 * @returns `[outputs, inputs, k, k, k]`
 */
export function weightGradient(graph: Graph, image: Edge, gradient: Edge, radius: number, stride: 1 | 2): Edge {
  const extent = 2 * radius + 1;
  const [, inputs = 1] = image.shape;
  const [, outputs = 1] = gradient.shape;
  if (stride === 1 && outputs < inputs) {
    // Fewer channels make the smaller image; seen from the gradient the taps come out backwards.
    const taps = convolution(graph, channelsLastImage(graph, gradient), volumeKernels(graph, image), {
      dilations: [1, 1, outputs],
      pads: [radius, radius, radius * outputs, radius, radius, radius * outputs],
    });
    const byTap = transpose(graph, reshape(graph, taps, [inputs, extent, extent, extent, outputs]), [4, 0, 1, 2, 3]);
    const flat = reshape(graph, byTap, [outputs, inputs, extent ** 3]);
    return reshape(graph, gather(graph, flat, backwards(extent ** 3), 2), [outputs, inputs, extent, extent, extent]);
  }
  const after = image.shape.slice(2).map((length, axis) => {
    // As much padding as makes exactly `extent` taps come out.
    const reach = stride * ((gradient.shape[axis + 2] ?? 1) - 1) + 1;
    return extent - 1 + reach - radius - length;
  }) as [number, number, number];
  const taps = convolution(graph, channelsLastImage(graph, image), volumeKernels(graph, gradient), {
    dilations: [stride, stride, stride * inputs],
    pads: [radius, radius, radius * inputs, after[0], after[1], after[2] * inputs],
  });
  return transpose(graph, reshape(graph, taps, [outputs, extent, extent, extent, inputs]), [0, 4, 1, 2, 3]);
}

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
