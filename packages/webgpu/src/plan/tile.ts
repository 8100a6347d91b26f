import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Geometry } from '../geometry.ts';

/** The columns a workgroup owns. */
export interface Tile {
  readonly width: number;
  readonly height: number;
  /** Neighbors along y that one thread owns: they share most of what their windows read from workgroup memory. */
  readonly rowsPerThread: 1 | 2;
  /** Whether what is read goes through workgroup memory, so that every voxel is read once per tile. */
  readonly staged: boolean;
}

/** What of a device's limits decides about tiles. */
export type TileLimits = Pick<
  GPUSupportedLimits,
  'maxComputeWorkgroupStorageSize' | 'maxComputeInvocationsPerWorkgroup' | 'maxComputeWorkgroupSizeX'
>;

/**
 * Larger ones read less around them, and need limits above the default. With more than 512 columns, the sums that their
 * threads hold would not fit into the registers of most GPUs.
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

/** Threads that a workgroup has at least where a thread owns two rows: as many as most GPUs run in step. */
const leastThreads = 32;

/** Sums under way that a thread may hold, f32: GPUs with few registers have 128 per thread, and the rest needs some. */
const mostHeldSums = 96;

/** Elements of a row of the tile in workgroup memory: an odd number, so that rows do not share memory banks. */
export const rowLength = (length: number): number => length | 1;

/** Threads of a workgroup. */
export const threadsOf = ({ width, height, rowsPerThread }: Tile): number => (width * height) / rowsPerThread;

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
  const { width, height, depth } = geometry;
  const heldSums = (sumBytes / 4) * (depth.weights.length - 1);
  const candidates = [true, false].flatMap((staged) =>
    shapes.map(([tileWidth, tileHeight]): Tile => {
      const isPaired = tileHeight > 1 && tileWidth * tileHeight >= 2 * leastThreads && 2 * heldSums <= mostHeldSums;
      return { width: tileWidth, height: tileHeight, rowsPerThread: isPaired ? 2 : 1, staged };
    }),
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
        threadsOf(tile) <= limits.maxComputeInvocationsPerWorkgroup &&
        tile.width <= limits.maxComputeWorkgroupSizeX &&
        bytesOf(tile) <= limits.maxComputeWorkgroupStorageSize,
    )
    .sort((a, b) => cost(a) - cost(b));
  if (best !== undefined) return best;
  throw new UnsupportedOptionError(
    `window has ${width.weights.length} × ${height.weights.length} voxels in its plane; no tile of it fits into the ${limits.maxComputeWorkgroupStorageSize} bytes of workgroup memory of this device.`,
  );
}
