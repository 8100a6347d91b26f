import { visitDisplacedPositions } from './displaced-positions.ts';
import type { Displacement } from './displacement.ts';
import { type LabelArray, zerosLike } from './label-array.ts';

/**
 * A label map sampled at `p + displacement(p)`: the label of the nearest voxel, halves to the even one, 0 outside the
 * map. The authors validate with it.
 *
 * @param labels `[D, H, W]`, any typed array of integers
 * @param displacement `[3, D, H, W]` in voxels, components in the order D, H, W
 * @returns An array of the same type.
 * @throws ShapeMismatchError for arrays that are not of the grid; InvalidDataError for labels that are no integers, or a
 * displacement that is not finite.
 */
export function warpLabelsNearest<Labels extends LabelArray>(
  labels: Labels,
  displacement: Displacement,
  shape: readonly number[],
): Labels {
  const [depth = 1, height = 1, width = 1] = shape;
  const isInside = (position: number, length: number) => position >= 0 && position < length;
  const warped = zerosLike('labels', labels);
  visitDisplacedPositions(labels, displacement, shape, (voxel, d, h, w) => {
    const [near, row, column] = [roundHalfToEven(d), roundHalfToEven(h), roundHalfToEven(w)];
    if (isInside(near, depth) && isInside(row, height) && isInside(column, width)) {
      warped[voxel] = labels[(near * height + row) * width + column] as number;
    }
  });
  return warped;
}

/** The nearest integer; of two, the even one (`nearbyint` of C, which PyTorch rounds with). */
function roundHalfToEven(value: number): number {
  const low = Math.floor(value);
  const fraction = value - low;
  if (fraction !== 0.5) return fraction < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}
