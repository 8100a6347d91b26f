import { sizeOf } from '@fast-lncc/core';
import { concat, convolution, type Edge, type Graph, matMul, pad, reshape, slice, transpose } from '@fast-lncc/onnx';

import { flipSpatially } from './flip.ts';

/** What the gradient of a convolution's weights is made from: `y = W ∗ x`, an odd cubic kernel, padding of half its extent. */
export interface WeightGradientRequest {
  readonly graph: Graph;
  /** x */
  readonly image: Edge;
  /** dL/dy */
  readonly gradient: Edge;
  readonly radius: number;
  readonly stride: 1 | 2;
}

/** dL/dW, `[outputs, inputs, k, k, k]`. */
export type WeightGradient = (request: WeightGradientRequest) => Edge;

/**
 * `convolution`: one convolution whose kernel is as large as the image, 5 to 10 times as fast as the other on ONNX Runtime's
 * CPU provider, and right on WebGPU. `products`: one matrix product per tap, for providers that refuse such kernels.
 */
export type WeightGradientForm = 'convolution' | 'products';

/** What a provider gets unless told otherwise. cuDNN is not known to take kernels as large as an image. */
export const weightGradientForm = (provider: string): WeightGradientForm =>
  provider === 'cuda' ? 'products' : 'convolution';

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
 * By ONE convolution: the image is one operand with
 * channels last, the kernels are the channels of the other over the whole volume, and dilation makes the output axes
 * the taps (and, within the last, the image's channels).
 */
function byConvolution({ graph, image, gradient, radius, stride }: WeightGradientRequest): Edge {
  const extent = 2 * radius + 1;
  const [, inputs = 1] = image.shape;
  const [, outputs = 1] = gradient.shape;
  // Fewer channels make the smaller image.
  if (stride === 1 && outputs < inputs) return fromGradient(graph, image, gradient, radius);
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

/**
 * The same with the roles exchanged. Seen from the gradient the taps come out backwards, unless both maps are flipped: what is
 * smaller is.
 */
function fromGradient(graph: Graph, image: Edge, gradient: Edge, radius: number): Edge {
  const extent = 2 * radius + 1;
  const [, inputs = 1] = image.shape;
  const [, outputs = 1] = gradient.shape;
  const correlate = (kernels: Edge, map: Edge) => {
    const taps = convolution(graph, channelsLastImage(graph, map), volumeKernels(graph, kernels), {
      dilations: [1, 1, outputs],
      pads: [radius, radius, radius * outputs, radius, radius, radius * outputs],
    });
    return transpose(graph, reshape(graph, taps, [inputs, extent, extent, extent, outputs]), [4, 0, 1, 2, 3]);
  };
  const elements = sizeOf(image.shape) + sizeOf(gradient.shape);
  return outputs * inputs * extent ** 3 > elements
    ? correlate(flipSpatially(graph, image), flipSpatially(graph, gradient))
    : flipSpatially(graph, correlate(image, gradient));
}

/** By one product per tap, of the gradient with the image as that tap sees it. */
function byProducts({ graph, image, gradient, radius, stride }: WeightGradientRequest): Edge {
  const extent = 2 * radius + 1;
  const [, inputs = 1] = image.shape;
  const [, outputs = 1, ...grid] = gradient.shape;
  const voxels = sizeOf(grid);
  const edges = [0, 0, radius, radius, radius];
  const padded = pad(graph, image, edges, edges);
  const columns = transpose(graph, reshape(graph, gradient, [outputs, voxels]), [1, 0]);
  const taps = Array.from({ length: extent ** 3 }, (_, tap) => {
    const first = [Math.floor(tap / extent ** 2), Math.floor(tap / extent) % extent, tap % extent];
    const last = first.map((start, axis) => start + stride * ((grid[axis] ?? 1) - 1) + 1);
    const seen = slice(graph, padded, [2, 3, 4], first, last, [stride, stride, stride]);
    return reshape(graph, matMul(graph, reshape(graph, seen, [inputs, voxels]), columns), [1, inputs, outputs]);
  });
  return reshape(graph, transpose(graph, concat(graph, taps, 0), [2, 1, 0]), [outputs, inputs, extent, extent, extent]);
}

export const weightGradients: Readonly<Record<WeightGradientForm, WeightGradient>> = {
  convolution: byConvolution,
  products: byProducts,
};
