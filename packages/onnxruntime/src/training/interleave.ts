import { type Edge, type Graph, reshape, transpose } from '@fast-lncc/onnx';

/** A coarse grid of D, H, W, each of whose voxels becomes a cube of them. */
export interface CoarseGrid {
  readonly channels: number;
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  /** Edge of the cube. Default 2. */
  readonly factor?: number;
}

/**
 * Several coarse maps per channel, by the place in the cube along D, H, W (W fastest), put beside each other.
 *
 * @param places `[channels · factor³, D · H · W]`, or any shape of as many elements in this order.
 * @returns `[1, channels, factor · D, factor · H, factor · W]`
 */
export function interleave(graph: Graph, places: Edge, grid: CoarseGrid): Edge {
  const { channels, depth, height, width, factor = 2 } = grid;
  const apart = reshape(graph, places, [channels, factor, factor, factor, depth, height, width]);
  const beside = transpose(graph, apart, [0, 4, 1, 5, 2, 6, 3]);
  return reshape(graph, beside, [1, channels, factor * depth, factor * height, factor * width]);
}

/** The inverse of {@link interleave}, and its adjoint: `[channels · factor³, D · H · W]`. */
export function separate(graph: Graph, map: Edge, grid: CoarseGrid): Edge {
  const { channels, depth, height, width, factor = 2 } = grid;
  const beside = reshape(graph, map, [channels, depth, factor, height, factor, width, factor]);
  const apart = transpose(graph, beside, [0, 2, 4, 6, 1, 3, 5]);
  return reshape(graph, apart, [channels * factor ** 3, depth * height * width]);
}
