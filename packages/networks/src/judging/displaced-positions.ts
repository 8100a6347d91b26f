import { assertLength } from '@fast-lncc/core';
import { assertDisplacement, type Displacement } from './displacement.ts';
import type { LabelArray } from './label-array.ts';

/**
 * Checks the arrays of a warp, and visits every voxel with the position `p + displacement(p)` that it is read at.
 *
 * @throws ShapeMismatchError, InvalidDataError
 */
export function visitDisplacedPositions(
  labels: LabelArray,
  displacement: Displacement,
  shape: readonly number[],
  visit: (voxel: number, d: number, h: number, w: number) => void,
): void {
  assertDisplacement('displacement', displacement, shape);
  assertLength('labels', labels.length, shape);
  const [depth = 1, height = 1, width = 1] = shape;
  const voxels = depth * height * width;
  let voxel = 0;
  for (let d = 0; d < depth; d++) {
    for (let h = 0; h < height; h++) {
      for (let w = 0; w < width; w++, voxel++) {
        visit(
          voxel,
          d + (displacement[voxel] as number),
          h + (displacement[voxels + voxel] as number),
          w + (displacement[2 * voxels + voxel] as number),
        );
      }
    }
  }
}
