import { InvalidDataError, UnsupportedOptionError } from '@fast-lncc/core';
import { integrateVelocity, smoothVelocity, warpImage } from './deformation.ts';
import { normalizeIntensities } from './intensities.ts';
import { createPhantom } from './phantom.ts';
import { seededRandom } from './random.ts';
import { readVolume } from './read-volume.ts';
import { centeredGrid, gridInOtherImage, resample } from './resample.ts';
import { formatShape, type Shape, type Volume } from './volume.ts';

/** Two images on one grid, intensities in [0, 1], and where they come from in words. */
export interface ImagePair {
  readonly moving: Float32Array;
  readonly fixed: Float32Array;
  readonly shape: Shape;
  readonly source: 'scans' | 'warped scan' | 'phantom' | 'dataset';
  readonly description: string;
}

export interface PairRequest {
  readonly moving?: string | undefined;
  readonly fixed?: string | undefined;
  /** One scan: it is the fixed image, and the scan under a seeded deformation is the moving image. */
  readonly data?: string | undefined;
  readonly size: Shape;
  readonly seed: number;
}

/**
 * The pair a request names: two scans, one scan and its warped copy, or the phantom where it names none.
 *
 * @throws UnsupportedOptionError for a combination that names no pair; InvalidDataError as the readers do.
 */
export function loadPair(request: PairRequest): ImagePair {
  const { moving, fixed, data, size, seed } = request;
  if (data !== undefined && (moving !== undefined || fixed !== undefined)) {
    throw new UnsupportedOptionError(
      '--data names one scan to make a pair of; give it, or --moving and --fixed, not both.',
    );
  }
  if (data !== undefined) return warpedScan(data, size, seed);
  if (moving !== undefined && fixed !== undefined) return twoScans(moving, fixed, size);
  if (moving !== undefined || fixed !== undefined) {
    const [given, missing] = moving === undefined ? ['--fixed', '--moving'] : ['--moving', '--fixed'];
    throw new UnsupportedOptionError(`${given} was given without ${missing}. Give both, or one scan as --data.`);
  }
  const phantom = createPhantom(size, seed);
  return {
    moving: phantom.moving,
    fixed: phantom.fixed,
    shape: size,
    source: 'phantom',
    description: `seeded brain-like phantom, seed ${seed}`,
  };
}

function twoScans(movingPath: string, fixedPath: string, size: Shape): ImagePair {
  const fixed = readVolume(fixedPath);
  const moving = readVolume(movingPath);
  const grid = centeredGrid(fixed.shape, size);
  const inWorld = fixed.affine && moving.affine && gridInOtherImage(grid, fixed.affine, moving.affine);
  const movingGrid = inWorld ?? centeredGrid(moving.shape, size);
  const alignment = inWorld ? 'aligned by their headers' : 'aligned by their centers';
  return {
    moving: onGrid(moving, movingGrid, movingPath),
    fixed: onGrid(fixed, grid, fixedPath),
    shape: size,
    source: 'scans',
    description: `${movingPath} (${formatShape(moving.shape)}) to ${fixedPath} (${formatShape(fixed.shape)}), ${alignment}, grid spacing ${grid.spacing.toFixed(3)} voxels`,
  };
}

function warpedScan(path: string, size: Shape, seed: number): ImagePair {
  const scan = readVolume(path);
  const grid = centeredGrid(scan.shape, size);
  const fixed = onGrid(scan, grid, path);
  const displacement = integrateVelocity(smoothVelocity(size, seededRandom(seed)), size);
  return {
    moving: warpImage(fixed, displacement, size),
    fixed,
    shape: size,
    source: 'warped scan',
    description: `${path} (${formatShape(scan.shape)}) and its copy under a smooth deformation of seed ${seed}, grid spacing ${grid.spacing.toFixed(3)} voxels`,
  };
}

function onGrid(volume: Volume, grid: Parameters<typeof resample>[1], path: string): Float32Array {
  try {
    return normalizeIntensities(resample(volume, grid));
  } catch (cause) {
    throw cause instanceof InvalidDataError ? new InvalidDataError(`${path}: ${cause.message}`, { cause }) : cause;
  }
}
