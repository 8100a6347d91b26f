import { InvalidWindowError } from './errors.ts';
import { assertValid } from './messages.ts';
import { sizeOf } from './shape.ts';

/**
 * A separable window: one symmetric, non-negative, odd-length factor per spatial axis, and the total N that statistics
 * are divided by (a number of its own: some libraries round it).
 *
 * The window sum `B[f](x) = Σ_d w(d) f(x + d)`, zeros outside, is linear, separable, commutes across axes and is its own
 * adjoint: the same operation serves the loss and its gradient.
 */
export interface Window {
  readonly factors: readonly Float64Array[];
  readonly total: number;
  /** Half extent per axis; a voxel influences exactly the scores within it. */
  readonly radius: readonly number[];
  /** Product of the sums of the factors: `B[1]` well inside the image. */
  readonly weight: number;
  /** True when every weight is 1, which the pooled forms need. */
  readonly isBox: boolean;
  /** The dense weights in C order where they are not exactly the products of the factors; see {@link denseWeights}. */
  readonly dense?: Float64Array;
}

export const sumOf = (values: Float64Array | readonly number[]): number =>
  (values as readonly number[]).reduce((sum, value) => sum + value, 0);

export const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

/**
 * A window from explicit factors.
 *
 * @throws InvalidWindowError when a factor is empty, of even length, asymmetric, negative, not finite, or sums to 0.
 */
export function createWindow(factors: readonly ArrayLike<number>[], total?: number): Window {
  const checked = factors.map((factor, axis) => {
    const weights = Float64Array.from(factor);
    const { length } = weights;
    assertValid(
      length % 2 && weights.every((weight, index) => weight >= 0 && weight === weights[length - 1 - index]),
      InvalidWindowError,
      `kernel.factors[${axis}]`,
      weights,
      'symmetric, not negative and of odd length',
    );
    return weights;
  });
  const weight = sizeOf(checked.map(sumOf));
  const divisor = total ?? weight;
  const sums = [weight, divisor];
  assertValid(sums.every(isPositive), InvalidWindowError, '[sum of weights, total]', sums, 'positive and finite');
  return {
    factors: checked,
    total: divisor,
    radius: checked.map((factor) => (factor.length - 1) / 2),
    weight,
    isBox: checked.every((factor) => factor.every((value) => value === 1)),
  };
}

/** A map that is a product of one vector per spatial axis, such as the count `B[1]` or the interior of border `valid`. */
export type SeparableField = readonly Float64Array[];

/** @param valueAt from the axis, and the numbers of voxels before and after a position along it. */
const separableField = (
  spatial: readonly number[],
  valueAt: (axis: number, before: number, after: number) => number,
): SeparableField =>
  spatial.map((length, axis) =>
    Float64Array.from({ length }, (_, position) => valueAt(axis, position, length - 1 - position)),
  );

/** The true count `B[1]` over an image, the weight of the window that lies inside, as one vector per spatial axis. */
export const countField = ({ factors, radius }: Window, spatial: readonly number[]): SeparableField =>
  separableField(spatial, (axis, before, after) => {
    const reach = radius[axis] as number;
    return sumOf(factors[axis]!.slice(Math.max(0, reach - before), reach + after + 1));
  });

/** The indicator of the voxels whose window fits into the image, as one vector per spatial axis. */
export const interiorField = ({ radius }: Window, spatial: readonly number[]): SeparableField =>
  separableField(spatial, (axis, before, after) => (Math.min(before, after) >= radius[axis]! ? 1 : 0));

/** The dense weights of a window in C order: its own, or the outer product of its factors. */
export const denseWeights = (window: Window): Float64Array => window.dense ?? outerProduct(window.factors);

/** All products `round(round(v₁ v₂) v₃)` of one element per vector, the last vector fastest. */
export const outerProduct = (
  vectors: readonly ArrayLike<number>[],
  round = (value: number): number => value,
): Float64Array =>
  Float64Array.from(
    vectors.reduce<number[]>(
      (outer, vector) => outer.flatMap((left) => Array.from(vector, (right) => round(left * right))),
      [1],
    ),
  );

/** The banded matrix `A` with `(A f)(x) = Σ_d w(d) f(x + d)` along one axis, row-major `[length, length]`, symmetric. */
export function bandMatrix(factor: ArrayLike<number>, length: number): Float32Array {
  const radius = (factor.length - 1) / 2;
  return new Float32Array(length * length).map(
    (_, index) => factor[(index % length) - Math.floor(index / length) + radius] ?? 0,
  );
}
