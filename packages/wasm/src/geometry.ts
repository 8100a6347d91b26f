import { countField, type ResolvedDefinition } from '@fast-lncc/core';

/** One spatial axis as the kernel sees it. */
export interface Axis {
  readonly length: number;
  /** Weights of the window, cut to what can reach over the axis: an odd number of them. */
  readonly weights: Float64Array;
  /** Weight of the window inside the image, per position. */
  readonly counts: Float64Array;
}

/** The images as the kernel sees them: groups of channels with one window, of three axes. */
export interface Geometry {
  readonly groups: number;
  readonly channels: number;
  readonly depth: Axis;
  readonly height: Axis;
  readonly width: Axis;
  readonly voxels: number;
  /** Slabs of planes that are computed apart. */
  readonly slabs: number;
}

const flat: Axis = { length: 1, weights: Float64Array.of(1), counts: Float64Array.of(1) };

/** Planes a slab has at least, and per plane of the window's radius: with a gradient a slab computes 2r planes twice. */
const leastPlanes = 16;
const planesPerRadius = 10;

/**
 * Two axes are taken as depth and width, one as width: the sweep runs along depth, where slabs are cut. The slabs depend
 * on shape and window only, so that results do not depend on the number of threads.
 */
export function geometryOf(definition: ResolvedDefinition, slabs?: number): Geometry {
  const { spatial, window, together, batch, channels } = definition;
  const counts = countField(window, spatial);
  const axes = spatial.map((length, axis): Axis => {
    const weights = window.factors[axis] as Float64Array;
    const radius = (weights.length - 1) / 2;
    const kept = Math.min(radius, length - 1);
    return { length, weights: weights.slice(radius - kept, radius + kept + 1), counts: counts[axis] as Float64Array };
  });
  const width = axes.at(-1) ?? flat;
  const depth = axes.length > 1 ? (axes[0] ?? flat) : flat;
  const height = axes.length > 2 ? (axes[1] ?? flat) : flat;
  const radius = (depth.weights.length - 1) / 2;
  const fitting = Math.floor(depth.length / Math.max(leastPlanes, planesPerRadius * radius));
  return {
    groups: together ? batch : batch * channels,
    channels: together ? channels : 1,
    depth,
    height,
    width,
    voxels: depth.length * height.length * width.length,
    slabs: Math.max(1, Math.min(slabs ?? fitting, depth.length)),
  };
}
