import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Geometry } from '../geometry.ts';
import { rowLength } from '../shaders/march.ts';

/** The columns a workgroup owns: one per thread. */
export interface Tile {
  readonly width: number;
  readonly height: number;
  /** Whether what is read goes through workgroup memory, so that every voxel is read once per tile. */
  readonly staged: boolean;
}

/** What of a device's limits decides about tiles. */
export type TileLimits = Pick<
  GPUSupportedLimits,
  'maxComputeWorkgroupStorageSize' | 'maxComputeInvocationsPerWorkgroup' | 'maxComputeWorkgroupSizeX'
>;

/**
 * Larger ones read less around them, and need limits above the default. With more than 512 threads, the sums that every
 * thread holds would not fit into the registers of most GPUs.
 */
const shapes = [
  [32, 16],
  [16, 16],
  [32, 8],
  [16, 8],
  [8, 8],
  [8, 4],
  [256, 1],
  [64, 1],
] as const;

/** What a voxel read by every strip that needs it costs, against one that is read once into workgroup memory. */
const unstagedCost = 1.5;

/** Workgroups below which a GPU is idle in part, so that smaller tiles are worth what they read twice. */
const busyWorkgroups = 64;

/**
 * The tile of a march: of those that fit the device, the one that reads least, halos and idle threads included. It
 * depends on shape, window and limits alone, so that results repeat.
 *
 * @param rawBytes Bytes per voxel as read, and `sumBytes` as summed.
 * @throws UnsupportedOptionError where not even the smallest fits.
 */
export function chooseTile(geometry: Geometry, limits: TileLimits, rawBytes: number, sumBytes: number): Tile {
  const { width, height } = geometry;
  const candidates = [true, false].flatMap((staged) =>
    shapes.map(([tileWidth, tileHeight]) => ({ width: tileWidth, height: tileHeight, staged })),
  );
  const bytesOf = (tile: Tile) => {
    const rows = tile.height + 2 * height.reach;
    const staged = tile.staged ? rows * rowLength(tile.width + 2 * width.reach) * rawBytes : 0;
    // Every array is rounded up to 16 bytes.
    return staged + rows * (tile.width + 1) * sumBytes + 96;
  };
  const cost = (tile: Tile) => {
    const tiles = Math.ceil(width.length / tile.width) * Math.ceil(height.length / tile.height);
    const read = (tile.width + 2 * width.reach) * (tile.height + 2 * height.reach);
    const idle = Math.max(1, busyWorkgroups / (tiles * geometry.groups));
    return tiles * (read + tile.width * tile.height) * (tile.staged ? 1 : unstagedCost) * idle;
  };
  const [best] = candidates
    .filter(
      (tile) =>
        tile.width * tile.height <= limits.maxComputeInvocationsPerWorkgroup &&
        tile.width <= limits.maxComputeWorkgroupSizeX &&
        bytesOf(tile) <= limits.maxComputeWorkgroupStorageSize,
    )
    .sort((a, b) => cost(a) - cost(b));
  if (best !== undefined) return best;
  throw new UnsupportedOptionError(
    `window has ${width.weights.length} × ${height.weights.length} voxels in its plane; no tile of it fits into the ${limits.maxComputeWorkgroupStorageSize} bytes of workgroup memory of this device.`,
  );
}
