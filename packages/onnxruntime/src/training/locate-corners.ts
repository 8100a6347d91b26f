import { sizeOf } from '@fast-lncc/core';
import {
  add,
  cast,
  clip,
  type Edge,
  floor,
  type Graph,
  greater,
  maximum,
  minimum,
  multiply,
  reshape,
  select,
  slice,
  subtract,
} from '@fast-lncc/onnx';
import type { Corners, Fractions } from './trilinear.ts';

/** How a grid is sampled: what lies around it, and where the positions end. */
export interface Sampling {
  /** `[D, H, W]` of the grid. */
  readonly spatial: readonly number[];
  /** Zeros laid around the image on every side. */
  readonly margin: number;
  /** What positions along each axis are clamped to. */
  readonly bounds: readonly (readonly [number, number])[];
  /** Whether a clamped component has a gradient of 0. */
  readonly isCutOff: boolean;
}

/**
 * `zero`: with a margin of zeros, positions are clamped to where both corners are zeros, so that nothing is read beyond.
 * `clamp`: positions are clamped to the grid.
 */
export function planSampling(spatial: readonly number[], outside: 'zero' | 'clamp'): Sampling {
  const margin = outside === 'zero' ? 2 : 0;
  return {
    spatial,
    margin,
    bounds: spatial.map((length) => (outside === 'zero' ? [-margin, length] : [0, length - 1])),
    isCutOff: outside === 'clamp',
  };
}

/** Cells that the voxels of a grid are sampled in, in an image that lies flat with its margin. */
export interface Located {
  /** Linear index of each of the eight corners, int32 `[voxels]`. */
  readonly indices: Corners;
  /** Each `[1, voxels]`. */
  readonly fractions: Fractions;
  /** A gradient `[1, voxels]` by the position along an axis, cut off where that was clamped. */
  cutOff(gradient: Edge, axis: number): Edge;
}

/** `[D, H, W]` with the margin. */
export const withMargin = ({ spatial, margin }: Sampling): readonly number[] =>
  spatial.map((length) => length + 2 * margin);

/** Splits `p + displacement(p)` into whole and fractional voxels. */
export function locateCorners(graph: Graph, displacement: Edge, sampling: Sampling): Located {
  const { spatial, margin, bounds } = sampling;
  const voxels = sizeOf(spatial);
  const padded = withMargin(sampling);
  const strides = [(padded[1] ?? 1) * (padded[2] ?? 1), padded[2] ?? 1, 1];
  const whole = (value: number) => graph.constant(value, [], 'int32');
  const axes = spatial.map((length, axis) => {
    const [lowest, highest] = bounds[axis] as readonly [number, number];
    const shape = [1, 1, 1, 1, 1].with(axis + 2, length);
    const grid = graph.constant(
      Float32Array.from({ length }, (_, position) => position),
      shape,
    );
    const wanted = add(graph, slice(graph, displacement, 1, axis, axis + 1), grid);
    const position = clip(graph, wanted, lowest, highest);
    // The last cell reaches to the last voxel.
    const low = minimum(graph, floor(graph, position), highest + margin - 1);
    return {
      wanted: reshape(graph, wanted, [1, voxels]),
      fraction: reshape(graph, subtract(graph, position, low), [1, voxels]),
      // Whole numbers of float32 end at 2^24, below the voxels of a large volume.
      offset: multiply(graph, cast(graph, low, 'int32'), whole(strides[axis] ?? 1)),
    };
  });
  const paddedVoxels = sizeOf(padded);
  const farthest = strides.reduce((sum, stride) => sum + stride, 0);
  const sum = axes.map((axis) => axis.offset).reduce((total, offset) => add(graph, total, offset));
  // A NaN displacement has no position: it must reach the loss, not read outside the image.
  const first = add(graph, sum, whole(margin * farthest));
  const inside = maximum(graph, minimum(graph, first, whole(paddedVoxels - 1 - farthest)), whole(0));
  const base = reshape(graph, inside, [voxels]);
  const indices = Array.from({ length: 8 }, (_, corner) => {
    const offset = [4, 2, 1].reduce((total, bit, axis) => total + (corner & bit ? (strides[axis] ?? 0) : 0), 0);
    return offset === 0 ? base : add(graph, base, whole(offset));
  });
  return {
    indices: indices as unknown as Corners,
    fractions: axes.map((axis) => axis.fraction) as unknown as Fractions,
    cutOff(gradient, axis) {
      if (!sampling.isCutOff) return gradient;
      const wanted = (axes[axis] as (typeof axes)[number]).wanted;
      const [lowest, highest] = bounds[axis] as readonly [number, number];
      const below = select(graph, greater(graph, wanted, lowest), gradient, 0);
      return select(graph, greater(graph, highest, wanted), below, 0);
    },
  };
}
