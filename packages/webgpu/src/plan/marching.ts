import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Geometry } from '../geometry.ts';
import { marchFields } from '../shaders/fields.ts';
import type { StorageBinding } from '../shaders/march.ts';
import { type Dispatch, imageNames, mapNames, type PlanLimits } from './dispatch.ts';
import type { Pass, Passes } from './passes.ts';
import { rangeOf } from './ranges.ts';
import type { Tile } from './tile.ts';

/** Workgroups per dispatch that keep a large GPU busy; slabs are cut until there are so many. */
const wantedWorkgroups = 512;

/** Planes a slab has at least: with a reach of r, 2r planes are summed twice per slab. */
const leastSlab = (reach: number): number => Math.max(8, 10 * reach);

/** A marching kernel and what it works on. */
export interface MarchingKernel {
  readonly kernel: 'scores' | 'gradient';
  readonly code: string;
  readonly bindings: readonly StorageBinding[];
  readonly tile: Tile;
  /** The f32 of the uniform block, in its order. */
  readonly constants: readonly number[];
}

/** Size of the maps between the kernels: planes of each group, and elements of each map. */
export interface KeptSize {
  readonly planes: number;
  readonly volume: number;
}

/** One dispatch per pass of a marching kernel, none where a pass finishes nothing; and how many partial sums they write. */
export function marchingDispatches(
  { kernel, code, bindings, tile, constants }: MarchingKernel,
  { passes }: Passes,
  geometry: Geometry,
  kept: KeptSize,
  limits: PlanLimits,
): { readonly dispatches: readonly (readonly Dispatch[])[]; readonly partials: number } {
  const { width, height, depth } = geometry;
  const tilesX = Math.ceil(width.length / tile.width);
  const tilesY = Math.ceil(height.length / tile.height);
  let partial = 0;
  const dispatches = passes.map((pass): Dispatch[] => {
    const [first, end] = kernel === 'scores' ? pass.scores : pass.gradient;
    if (end <= first) return [];
    const slab = slabPlanes(end - first, tilesX * tilesY * pass.groups, depth.reach);
    const slabs = Math.ceil((end - first) / slab);
    const workgroups = [tilesX, tilesY, slabs * pass.groups] as const;
    assertDispatchable(workgroups, limits);
    const reach = kernel === 'scores' ? depth.reach : 0;
    const read = [Math.max(0, first - reach), Math.min(depth.length, end + reach)] as const;
    const images = planeRange(geometry, geometry.channels, pass, read, limits);
    const maps = planeRange(geometry, 1, pass, [first, end], limits);
    const fields = {
      width: width.length,
      height: height.length,
      depth: depth.length,
      first,
      end,
      slab,
      slabs,
      tilesX,
      tilesY,
      group: pass.group,
      image: images.start,
      map: maps.start,
      partial,
      keptPlanes: kept.planes,
      keptVolume: kept.volume,
    };
    partial += tilesX * tilesY * workgroups[2];
    const rangeFor = (name: string) =>
      imageNames.has(name) ? images.range : mapNames.has(name) ? maps.range : undefined;
    return [
      {
        kernel,
        code,
        workgroups,
        block: { integers: marchFields.map((name) => fields[name]), floats: constants },
        bindings: bindings.map(({ name, access }) => ({ name, access, ...rangeFor(name) })),
      },
    ];
  });
  return { dispatches, partials: partial };
}

/** Slabs depend on the shape alone, so that results repeat. */
function slabPlanes(planes: number, columns: number, reach: number): number {
  const wanted = Math.ceil(wantedWorkgroups / columns);
  return Math.ceil(planes / Math.max(1, Math.min(wanted, Math.floor(planes / leastSlab(reach)))));
}

/** Where the planes [first, end) of the groups of a pass lie, from those of the first channel to those of the last. */
function planeRange(
  { voxels, depth }: Geometry,
  channels: number,
  { group, groups }: Pass,
  [first, end]: readonly [number, number],
  limits: PlanLimits,
): ReturnType<typeof rangeOf> {
  const slice = voxels / depth.length;
  const begin = group * channels * voxels;
  const last = (group + groups) * channels * voxels - voxels;
  return rangeOf(begin, begin + first * slice, last + end * slice, limits);
}

function assertDispatchable(workgroups: readonly number[], limits: PlanLimits): void {
  const { maxComputeWorkgroupsPerDimension: most } = limits;
  if (workgroups.every((count) => count <= most)) return;
  throw new UnsupportedOptionError(
    `shape needs ${workgroups.join(' × ')} workgroups, and this device takes ${most} per dimension; cut the images, or ask for a device with a higher maxComputeWorkgroupsPerDimension.`,
  );
}
