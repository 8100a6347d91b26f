import { type Edge, type Graph, reshape, transpose } from '@fast-lncc/onnx';

/** A coarse grid of D, H, W, whose voxels each become eight. */
export interface CoarseGrid {
  readonly channels: number;
  readonly depth: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Eight coarse maps per channel, by the parity of the fine position along D, H, W (W fastest), put beside each other.
 *
 * @param parities `[channels · 8, D · H · W]`, or any shape of as many elements in this order.
 * @returns `[1, channels, 2D, 2H, 2W]`
 */
export function interleave(graph: Graph, parities: Edge, { channels, depth, height, width }: CoarseGrid): Edge {
  const apart = reshape(graph, parities, [channels, 2, 2, 2, depth, height, width]);
  const beside = transpose(graph, apart, [0, 4, 1, 5, 2, 6, 3]);
  return reshape(graph, beside, [1, channels, 2 * depth, 2 * height, 2 * width]);
}

/** The inverse of {@link interleave}, and its adjoint: `[channels · 8, D · H · W]`. */
export function separate(graph: Graph, map: Edge, { channels, depth, height, width }: CoarseGrid): Edge {
  const beside = reshape(graph, map, [channels, depth, 2, height, 2, width, 2]);
  const apart = transpose(graph, beside, [0, 2, 4, 6, 1, 3, 5]);
  return reshape(graph, apart, [channels * 8, depth * height * width]);
}
