import { countField, type ResolvedDefinition, sizeOf } from '@fast-lncc/core';

/** One spatial axis as the kernels see it. */
export interface Axis {
  readonly length: number;
  /** Weights of the window, an odd number of them: cut to what can reach over the axis, without zeros at the ends. */
  readonly weights: Float64Array;
  /** Voxels that the cut window reaches to either side. */
  readonly reach: number;
  /** The radius of the window itself: border `valid` scores nothing closer to an end. */
  readonly radius: number;
  /** Weight of the window inside the image, per position. */
  readonly counts: Float64Array;
}

/** The images as the kernels see them: groups of channels that share one window, of three axes, width the fastest. */
export interface Geometry {
  readonly groups: number;
  readonly channels: number;
  readonly depth: Axis;
  readonly height: Axis;
  readonly width: Axis;
  /** Voxels of one channel. */
  readonly voxels: number;
  /** Voxels whose windows are scored, over all groups. */
  readonly scored: number;
}

const flat: Axis = { length: 1, weights: Float64Array.of(1), reach: 0, radius: 0, counts: Float64Array.of(1) };

/** Planes and lines are volumes with axes of length 1 in front. */
export function geometryOf({ spatial, window, together, batch, channels, border }: ResolvedDefinition): Geometry {
  const counts = countField(window, spatial);
  const axes = spatial.map((length, axis): Axis => {
    const weights = window.factors[axis] as Float64Array;
    const radius = (weights.length - 1) / 2;
    const outermost = weights.findIndex((weight) => weight > 0);
    const reach = Math.max(0, Math.min(radius - outermost, length - 1));
    return {
      length,
      weights: weights.slice(radius - reach, radius + reach + 1),
      reach,
      radius,
      counts: counts[axis] as Float64Array,
    };
  });
  const width = axes.at(-1) ?? flat;
  const height = axes.at(-2) ?? flat;
  const depth = axes.at(-3) ?? flat;
  const groups = together ? batch : batch * channels;
  const scoredAlong = ({ length, radius }: Axis) => (border === 'valid' ? length - 2 * radius : length);
  return {
    groups,
    channels: together ? channels : 1,
    depth,
    height,
    width,
    voxels: sizeOf(spatial),
    scored: groups * scoredAlong(depth) * scoredAlong(height) * scoredAlong(width),
  };
}
