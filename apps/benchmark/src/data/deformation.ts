import type { Random } from './random.ts';
import { sampleClamped, sampleNearest, sampleTrilinear } from './sample.ts';
import { smoothNoise } from './smooth-noise.ts';
import { type Shape, voxelCount } from './volume.ts';

/** A vector per voxel, in voxels: one map per axis, in the order D, H, W. */
export type VectorField = readonly [Float32Array, Float32Array, Float32Array];

const squarings = 6;

/**
 * A smooth stationary velocity field: noise with knots a fifth and a tenth of the smallest extent apart, with standard
 * deviations of 2 % and 0.5 % of it per component (1.6 and 0.4 voxels at 80×96×112).
 */
export function smoothVelocity(shape: Shape, random: Random): VectorField {
  const smallest = Math.min(...shape);
  const component = () => {
    const coarse = smoothNoise(shape, smallest / 5, random);
    const fine = smoothNoise(shape, smallest / 10, random);
    return coarse.map((value, index) => 0.02 * smallest * value + 0.005 * smallest * fine[index]!);
  };
  return [component(), component(), component()];
}

/**
 * The displacement `u` of the flow of a stationary velocity at time 1, by scaling and squaring: `u ← v / 2⁶`, then six
 * times `u(x) ← u(x) + u(x + u(x))`. The flow of `−v` is its inverse.
 */
export function integrateVelocity(velocity: VectorField, shape: Shape): VectorField {
  let displacement = velocity.map((component) =>
    component.map((value) => value / 2 ** squarings),
  ) as unknown as VectorField;
  for (let squaring = 0; squaring < squarings; squaring++) {
    displacement = composeDisplacements(displacement, displacement, shape);
  }
  return displacement;
}

/** The displacement of `x ↦ y + outer(y)` with `y = x + inner(x)`, the outer field extended by its border values. */
export function composeDisplacements(outer: VectorField, inner: VectorField, shape: Shape): VectorField {
  const result = inner.map((component) => new Float32Array(component)) as unknown as VectorField;
  forEachDisplaced(inner, shape, (index, d, h, w) => {
    for (const axis of [0, 1, 2] as const) result[axis][index]! += sampleClamped(outer[axis], shape, d, h, w);
  });
  return result;
}

/** `image(x + u(x))`, trilinear, 0 outside. */
export function warpImage(image: Float32Array, displacement: VectorField, shape: Shape): Float32Array {
  const result = new Float32Array(voxelCount(shape));
  forEachDisplaced(displacement, shape, (index, d, h, w) => {
    result[index] = sampleTrilinear(image, shape, d, h, w);
  });
  return result;
}

/** `labels(x + u(x))`, the nearest voxel, 0 outside. */
export function warpLabels<Labels extends Uint8Array | Uint16Array>(
  labels: Labels,
  displacement: VectorField,
  shape: Shape,
): Labels {
  const result = labels.slice() as Labels;
  forEachDisplaced(displacement, shape, (index, d, h, w) => {
    result[index] = sampleNearest(labels, shape, d, h, w);
  });
  return result;
}

/** The smallest determinant of `I + ∂u/∂x` over the voxels off the border, by central differences; above 0: no fold. */
export function smallestJacobian(displacement: VectorField, shape: Shape): number {
  const [depth, height, width] = shape;
  const strides = [height * width, width, 1] as const;
  let smallest = Infinity;
  for (let d = 1; d < depth - 1; d++) {
    for (let h = 1; h < height - 1; h++) {
      for (let w = 1; w < width - 1; w++) {
        const index = d * strides[0] + h * strides[1] + w;
        const entry = (row: 0 | 1 | 2, column: 0 | 1 | 2) =>
          (row === column ? 1 : 0) +
          (displacement[row][index + strides[column]]! - displacement[row][index - strides[column]]!) / 2;
        const determinant =
          entry(0, 0) * (entry(1, 1) * entry(2, 2) - entry(1, 2) * entry(2, 1)) -
          entry(0, 1) * (entry(1, 0) * entry(2, 2) - entry(1, 2) * entry(2, 0)) +
          entry(0, 2) * (entry(1, 0) * entry(2, 1) - entry(1, 1) * entry(2, 0));
        smallest = Math.min(smallest, determinant);
      }
    }
  }
  return smallest;
}

function forEachDisplaced(
  displacement: VectorField,
  shape: Shape,
  visit: (index: number, d: number, h: number, w: number) => void,
): void {
  let index = 0;
  for (let d = 0; d < shape[0]; d++) {
    for (let h = 0; h < shape[1]; h++) {
      for (let w = 0; w < shape[2]; w++) {
        visit(index, d + displacement[0][index]!, h + displacement[1][index]!, w + displacement[2][index]!);
        index++;
      }
    }
  }
}

/** The components of a field one after the other, `[3, D, H, W]`. */
export function joinField(field: VectorField): Float32Array {
  const joined = new Float32Array(3 * field[0].length);
  for (const [axis, component] of field.entries()) joined.set(component, axis * component.length);
  return joined;
}
