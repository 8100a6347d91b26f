import { assertLength, InvalidDataError } from '@fast-lncc/core';
import { assertDisplacement, type Displacement } from './displacement.ts';

/**
 * The mean distance in voxels between where two displacements take a voxel:
 *
 *     mean over p of |first(p) − second(p)|
 *
 * over all voxels, or over those where a mask is not 0.
 *
 * @param first, second `[3, D, H, W]` in voxels
 * @param mask `[D, H, W]`
 * @throws ShapeMismatchError for arrays that are not of the grid; InvalidDataError for a displacement that is not finite,
 * or a mask that is 0 everywhere.
 */
export function endpointError(
  first: Displacement,
  second: Displacement,
  shape: readonly number[],
  mask?: ArrayLike<number>,
): number {
  assertDisplacement('first', first, shape);
  assertDisplacement('second', second, shape);
  if (mask !== undefined) assertLength('mask', mask.length, shape);
  const voxels = first.length / 3;
  const difference = (index: number) => (first[index] as number) - (second[index] as number);
  let [sum, counted] = [0, 0];
  for (let voxel = 0; voxel < voxels; voxel++) {
    if (mask !== undefined && mask[voxel] === 0) continue;
    const [d, h, w] = [difference(voxel), difference(voxels + voxel), difference(2 * voxels + voxel)];
    sum += Math.sqrt(d * d + h * h + w * w);
    counted++;
  }
  if (counted === 0) throw new InvalidDataError('The mask is 0 everywhere; it must hold at least one voxel.');
  return sum / counted;
}
