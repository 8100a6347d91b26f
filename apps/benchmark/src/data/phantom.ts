import { acquire, cleanImage } from './acquisition.ts';
import { drawAnatomy } from './anatomy.ts';
import { integrateVelocity, smoothVelocity, type VectorField, warpImage, warpLabels } from './deformation.ts';
import { seededRandom } from './random.ts';
import type { Shape } from './volume.ts';

export interface Phantom {
  readonly shape: Shape;
  readonly moving: Float32Array;
  readonly fixed: Float32Array;
  readonly movingLabels: Uint8Array;
  readonly fixedLabels: Uint8Array;
  /** Stationary velocity in voxels. */
  readonly velocity: VectorField;
  /** The moving anatomy at x is the fixed anatomy at `x + displacement(x)`; the flow of `−velocity` inverts it. */
  readonly displacement: VectorField;
}

/**
 * A brain-like pair that a seed determines bit for bit on every platform (only the four operations and square roots are
 * used): an atlas, and the same atlas under a known smooth invertible deformation, each with its own noise and bias
 * field. Intensities are T1-like in [0, 1]; the background is exactly 0, as in skull-stripped scans.
 */
export function createPhantom(shape: Shape, seed: number): Phantom {
  const random = seededRandom(seed);
  const fixedLabels = drawAnatomy(shape, random);
  const clean = cleanImage(fixedLabels, shape);
  const velocity = smoothVelocity(shape, random);
  const displacement = integrateVelocity(velocity, shape);
  const movingLabels = warpLabels(fixedLabels, displacement, shape);
  return {
    shape,
    fixed: acquire(clean, fixedLabels, shape, random),
    moving: acquire(warpImage(clean, displacement, shape), movingLabels, shape, random),
    fixedLabels,
    movingLabels,
    velocity,
    displacement,
  };
}
