import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Geometry } from '../geometry.ts';

/** What of a device's limits decides about how work is cut. */
export type PassLimits = Pick<
  GPUSupportedLimits,
  'maxStorageBufferBindingSize' | 'maxBufferSize' | 'minStorageBufferOffsetAlignment'
>;

/** Work that one dispatch of the scores, and one of the gradients behind it, carry out. */
export interface Pass {
  readonly group: number;
  readonly groups: number;
  /** Planes that are scored: [first, end). */
  readonly scores: readonly [first: number, end: number];
  /** Planes whose gradient is finished by then; behind the scores by the reach of the window. */
  readonly gradient: readonly [first: number, end: number];
}

/** The passes of an evaluation. */
export interface Passes {
  readonly passes: readonly Pass[];
  /** Planes of each kept map that exist at a time; they are taken in turn. */
  readonly keptPlanes: number;
  /** Groups whose maps exist at a time. */
  readonly keptGroups: number;
}

/** Elements of kept maps that are never worth saving: below it, maps are whole whatever the size of the images. */
const freeElements = 2 ** 20;

/** Workgroups along the third dimension, which counts groups and slabs; many groups are not cut into slabs. */
const mostGroups = 65_535;

/**
 * Cuts an evaluation into passes such that every binding fits and the kept maps take no more than one image does.
 *
 * Whole images where they fit, as many as possible at a time; else chunks of planes, whose maps live in a ring: when a
 * chunk has been scored, the gradient is finished up to the planes that the next one still changes.
 *
 * @param maps Maps kept per voxel, 0 without a gradient.
 * @throws UnsupportedOptionError where a chunk of the window's planes goes beyond what a binding may have.
 */
export function planPasses(geometry: Geometry, maps: number, limits: PassLimits): Passes {
  const { groups, channels, voxels, depth } = geometry;
  const bindable = Math.floor((limits.maxStorageBufferBindingSize - limits.minStorageBufferOffsetAlignment) / 4);
  const keepable = Math.min(bindable, Math.floor(limits.maxBufferSize / 4));
  const budget = Math.min(keepable, Math.max(freeElements, groups * channels * voxels));
  const whole = [0, depth.length] as const;
  const atOnce = Math.min(
    groups,
    mostGroups,
    Math.floor(bindable / (channels * voxels)),
    maps === 0 ? groups : Math.floor(budget / (maps * voxels)),
  );
  if (atOnce > 0) {
    const passes: Pass[] = [];
    for (let group = 0; group < groups; group += atOnce) {
      passes.push({ group, groups: Math.min(atOnce, groups - group), scores: whole, gradient: whole });
    }
    return { passes, keptPlanes: depth.length, keptGroups: atOnce };
  }
  const { planes, keptPlanes } = chunkPlanes(geometry, maps, budget, keepable, bindable);
  const passes: Pass[] = [];
  for (let group = 0; group < groups; group++) {
    for (let first = 0; first < depth.length; first += planes) {
      const end = Math.min(depth.length, first + planes);
      const begun = first === 0 ? 0 : first - depth.reach;
      const finished = end === depth.length ? end : Math.max(0, end - depth.reach);
      passes.push({ group, groups: 1, scores: [first, end], gradient: [Math.max(0, begun), finished] });
    }
  }
  return { passes, keptPlanes, keptGroups: 1 };
}

/** Planes scored at a time, and planes of maps for them: the gradient needs the reach of the window on both sides. */
function chunkPlanes(
  { channels, voxels, depth }: Geometry,
  maps: number,
  budget: number,
  keepable: number,
  bindable: number,
): { readonly planes: number; readonly keptPlanes: number } {
  const plane = voxels / depth.length;
  // Channels of one group lie apart, so that a binding spans those between.
  const spanned = (channels - 1) * voxels;
  const fromImages = Math.floor((bindable - spanned) / plane) - 2 * depth.reach;
  const ringOf = (elements: number) => Math.floor(elements / (maps * plane));
  // A chunk thinner than what it shares with its neighbors reads more than it saves.
  const least = 2 * depth.reach + Math.max(1, 2 * depth.reach);
  const ring = maps === 0 ? Infinity : Math.max(ringOf(budget), Math.min(least, ringOf(keepable)));
  const planes = Math.min(depth.length, fromImages, ring - 2 * depth.reach);
  if (planes < 1) {
    throw new UnsupportedOptionError(
      `A chunk of ${2 * depth.reach + 1} planes of ${plane} voxels goes beyond the ${4 * bindable} bytes that a binding of this device may have; ask for a device with a higher maxStorageBufferBindingSize and maxBufferSize.`,
    );
  }
  const even = Math.ceil(depth.length / Math.ceil(depth.length / planes));
  return { planes: even, keptPlanes: Math.min(depth.length, even + 2 * depth.reach) };
}
