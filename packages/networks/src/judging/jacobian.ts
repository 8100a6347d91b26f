import { ShapeMismatchError } from '@fast-lncc/core';
import { assertDisplacement, type Displacement } from './displacement.ts';

/**
 * The determinant of the Jacobian of `φ(p) = p + displacement(p)` at every voxel:
 *
 *     J_ik = δ_ik + ∂u_i/∂x_k
 *
 * with central differences inside and one-sided ones at the borders (`numpy.gradient`). Where it is ≤ 0, φ folds.
 *
 * @param displacement `[3, D, H, W]` in voxels, components in the order D, H, W
 * @returns `[D, H, W]`
 * @throws ShapeMismatchError for another length, or an axis of one voxel; InvalidDataError where it is not finite.
 *
 * Source: `jacobian_determinant_vxm` in TransMorph repository, 6357a1d, IXI/TransMorph/utils.py.
 */
export function jacobianDeterminants(displacement: Displacement, shape: readonly number[]): Float64Array {
  const [depth, height, width] = shape as readonly [number, number, number];
  const determinants = new Float64Array(depth * height * width);
  visitDeterminants(displacement, shape, (voxel, determinant) => {
    determinants[voxel] = determinant;
  });
  return determinants;
}

/**
 * The percentage of voxels at which `φ(p) = p + displacement(p)` folds: those with a determinant of the Jacobian ≤ 0, as
 * {@link jacobianDeterminants} computes it.
 *
 * @throws ShapeMismatchError for another length, or an axis of one voxel; InvalidDataError where it is not finite.
 */
export function foldingPercentage(displacement: Displacement, shape: readonly number[]): number {
  let [folded, voxels] = [0, 0];
  visitDeterminants(displacement, shape, (_, determinant) => {
    voxels++;
    if (determinant <= 0) folded++;
  });
  return (100 * folded) / voxels;
}

function visitDeterminants(
  displacement: Displacement,
  shape: readonly number[],
  visit: (voxel: number, determinant: number) => void,
): void {
  assertDisplacement('displacement', displacement, shape);
  if (shape.some((length) => length < 2)) {
    throw new ShapeMismatchError(
      `shape is [${shape.join(', ')}]; a difference needs at least two voxels along every axis.`,
    );
  }
  const [depth = 2, height = 2, width = 2] = shape;
  const [plane, voxels] = [height * width, depth * height * width];
  /** ∂u_i/∂x_k of component i at a voxel, at a position on axis k of that length and stride. */
  const slope = (component: number, voxel: number, position: number, length: number, stride: number): number => {
    const [back, ahead] = [position === 0 ? 0 : 1, position === length - 1 ? 0 : 1];
    const at = component * voxels + voxel;
    const difference = (displacement[at + ahead * stride] as number) - (displacement[at - back * stride] as number);
    return difference / (back + ahead);
  };
  let voxel = 0;
  for (let d = 0; d < depth; d++) {
    for (let h = 0; h < height; h++) {
      for (let w = 0; w < width; w++, voxel++) {
        const dd = 1 + slope(0, voxel, d, depth, plane);
        const dh = slope(0, voxel, h, height, width);
        const dw = slope(0, voxel, w, width, 1);
        const hd = slope(1, voxel, d, depth, plane);
        const hh = 1 + slope(1, voxel, h, height, width);
        const hw = slope(1, voxel, w, width, 1);
        const wd = slope(2, voxel, d, depth, plane);
        const wh = slope(2, voxel, h, height, width);
        const ww = 1 + slope(2, voxel, w, width, 1);
        visit(voxel, dd * (hh * ww - hw * wh) - dh * (hd * ww - hw * wd) + dw * (hd * wh - hh * wd));
      }
    }
  }
}
