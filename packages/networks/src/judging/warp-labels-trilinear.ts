import { visitDisplacedPositions } from './displaced-positions.ts';
import type { Displacement } from './displacement.ts';
import { type LabelArray, zerosLike } from './label-array.ts';

/**
 * A label map sampled at `p + displacement(p)`: each label as an image of zeros and ones, sampled trilinearly with zeros
 * outside the map, and at every voxel the label whose image is the largest there; the smallest of those in a tie, 0 where
 * all are 0. The authors test with it.
 *
 * The images are never made: only the labels of the eight corners around a position can win, each with the sum of the
 * weights of its corners.
 *
 * @param labels `[D, H, W]`, any typed array of integers
 * @param displacement `[3, D, H, W]` in voxels, components in the order D, H, W
 * @returns An array of the same type.
 * @throws ShapeMismatchError for arrays that are not of the grid; InvalidDataError for labels that are no integers, or a
 * displacement that is not finite.
 */
export function warpLabelsTrilinear<Labels extends LabelArray>(
  labels: Labels,
  displacement: Displacement,
  shape: readonly number[],
): Labels {
  const [depth = 1, height = 1, width = 1] = shape;
  const warped = zerosLike('labels', labels);
  const candidates = new Float64Array(8);
  const votes = new Float64Array(8);
  visitDisplacedPositions(labels, displacement, shape, (voxel, d, h, w) => {
    const [low, row, column] = [Math.floor(d), Math.floor(h), Math.floor(w)];
    let count = 0;
    for (let corner = 0; corner < 8; corner++) {
      const [i, j, k] = [low + (corner >> 2), row + ((corner >> 1) & 1), column + (corner & 1)];
      if (i < 0 || i >= depth || j < 0 || j >= height || k < 0 || k >= width) continue;
      const weight = (1 - Math.abs(d - i)) * (1 - Math.abs(h - j)) * (1 - Math.abs(w - k));
      const label = labels[(i * height + j) * width + k] as number;
      let place = 0;
      while (place < count && candidates[place] !== label) place++;
      if (place === count) {
        candidates[count] = label;
        votes[count++] = 0;
      }
      votes[place] = (votes[place] as number) + weight;
    }
    warped[voxel] = elect(candidates, votes, count);
  });
  return warped;
}

/** The label with the most votes, the smallest in a tie, 0 without any. */
function elect(candidates: Float64Array, votes: Float64Array, count: number): number {
  let [winner, most] = [0, 0];
  for (let place = 0; place < count; place++) {
    const [label, own] = [candidates[place] as number, votes[place] as number];
    if (own > most || (own === most && own > 0 && label < winner)) [winner, most] = [label, own];
  }
  return winner;
}
