import { InvalidDataError } from '@fast-lncc/core';
import { type Affine, invertAffine } from './affine.ts';

/** An axis of the world (0: to the right, 1: to the front, 2: up), and whether it is followed or run against. */
export interface DirectedAxis {
  readonly axis: number;
  readonly positive: boolean;
}

/**
 * For each axis of the voxels the axis of the world that it is closest to, each taken once: of the rotation nearest to the
 * affine without its voxel sizes, the axis with the largest entry chooses first. As nibabel's `io_orientation`.
 *
 * @throws InvalidDataError when the affine is singular.
 */
export function closestAxes(affine: Affine): DirectedAxis[] {
  const rotation = nearestRotation(affine);
  const strength = (column: number) => Math.max(...rotation.map((row) => row[column]! ** 2));
  const columns = [0, 1, 2].sort((first, second) => strength(second) - strength(first));
  const taken = new Set<number>();
  const result: DirectedAxis[] = [];
  for (const column of columns) {
    const free = [0, 1, 2].filter((axis) => !taken.has(axis));
    const axis = free.reduce((best, next) =>
      Math.abs(rotation[next]![column]!) > Math.abs(rotation[best]![column]!) ? next : best,
    );
    taken.add(axis);
    result[column] = { axis, positive: rotation[axis]![column]! >= 0 };
  }
  return result;
}

/**
 * The orthogonal factor of the polar decomposition, by Newton's iteration `R ← (R + R⁻ᵀ) / 2`, which converges
 * quadratically from any matrix that has an inverse (N. Higham, Computing the polar decomposition, 1986).
 */
function nearestRotation(affine: Affine): readonly (readonly number[])[] {
  let rotation = withoutVoxelSizes(affine);
  for (let iteration = 0; iteration < 100; iteration++) {
    const inverse = rotation && invertAffine(rotation);
    if (!rotation || !inverse) break;
    const next: Affine = rotation.map((row, i) => {
      const entry = (j: 0 | 1 | 2) => (row[j] + inverse[j]![i]!) / 2;
      return [entry(0), entry(1), entry(2), 0] as const;
    });
    const change = Math.max(...next.flatMap((row, i) => row.map((value, j) => Math.abs(value - rotation![i]![j]!))));
    if (change < 1e-14) return next;
    rotation = next;
    if (iteration === 99) return next;
  }
  throw new InvalidDataError(
    `The orientation ${JSON.stringify(affine)} is singular: its axes do not span the space. Correct the sform or qform of the image.`,
  );
}

function withoutVoxelSizes(affine: Affine): Affine | undefined {
  const size = (column: 0 | 1 | 2) => Math.hypot(...affine.map((row) => row[column])) || 1;
  const sizes = [size(0), size(1), size(2)] as const;
  return affine.map((row) => [row[0] / sizes[0], row[1] / sizes[1], row[2] / sizes[2], 0] as const);
}
