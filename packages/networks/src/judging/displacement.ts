import { assertLength, formatShape, InvalidDataError, ShapeMismatchError } from '@fast-lncc/core';

/** A displacement `[3, D, H, W]` in voxels, components and axes in the order D, H, W, C order. */
export type Displacement = Float32Array | Float64Array;

/** @throws ShapeMismatchError unless the shape is `[D, H, W]`, of positive integers. */
export function assertGrid(shape: readonly number[]): asserts shape is readonly [number, number, number] {
  if (shape.length === 3 && shape.every((length) => Number.isInteger(length) && length > 0)) return;
  // An array given in its place may have millions of elements.
  const given = shape.length > 8 ? `a list of ${shape.length} numbers` : formatShape(shape);
  throw new ShapeMismatchError(`shape is ${given}; it must be [D, H, W], three positive integers.`);
}

/**
 * @throws ShapeMismatchError unless it has three components of the grid; InvalidDataError where it is not finite.
 */
export function assertDisplacement(name: string, displacement: Displacement, shape: readonly number[]): void {
  assertGrid(shape);
  assertLength(name, displacement.length, [3, ...shape]);
  for (let index = 0; index < displacement.length; index++) {
    if (!Number.isFinite(displacement[index])) {
      throw new InvalidDataError(
        `${name} holds ${displacement[index]} at ${index}; the training that made it has diverged, or the file is damaged.`,
      );
    }
  }
}
