import { InvalidWindowError } from './errors.ts';
import { assertValid } from './messages.ts';

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
    assertValid(length % 2, InvalidWindowError, `number of weights along axis ${axis}`, length, 'odd');
    weights.forEach((weight, index) => {
      const opposite = weights[length - 1 - index];
      assertValid(
        weight >= 0 && weight < Infinity && weight === opposite,
        InvalidWindowError,
        `weight ${index} along axis ${axis}`,
        weight,
        `finite, not negative and symmetric to ${opposite}`,
      );
    });
    return weights;
  });
  const weight = checked.reduce((product, factor) => product * sumOf(factor), 1);
  const divisor = total ?? weight;
  const sums = [weight, divisor];
  assertValid(sums.every(isPositive), InvalidWindowError, '[sum of the weights, total]', sums, 'positive and finite');
  return {
    factors: checked,
    total: divisor,
    radius: checked.map((factor) => (factor.length - 1) / 2),
    weight,
    isBox: checked.every((factor) => factor.every((value) => value === 1)),
  };
}

/**
 * The weight of the window that lies inside the image, per position along one axis; `B[1]` is the product over axes.
 */
export function axisCount(factor: ArrayLike<number>, length: number): Float64Array {
  const weights = Float64Array.from(factor);
  const radius = (weights.length - 1) / 2;
  return Float64Array.from({ length }, (_, position) =>
    sumOf(weights.slice(Math.max(0, radius - position), radius + length - position)),
  );
}

/** Which positions along one axis have the whole window inside the image: 1 or 0. */
export const axisInterior = (radius: number, length: number): Float64Array =>
  Float64Array.from({ length }, (_, position) => (position >= radius && position < length - radius ? 1 : 0));

/** A map that is a product of one vector per spatial axis, such as the count `B[1]` or the interior of border `valid`. */
export type SeparableField = readonly Float64Array[];

/** The true count `B[1]` over an image, as one vector per spatial axis. */
export const countField = (window: Window, spatial: readonly number[]): SeparableField =>
  spatial.map((length, axis) => axisCount(window.factors[axis] as Float64Array, length));

/** The indicator of the voxels whose window fits into the image, as one vector per spatial axis. */
export const interiorField = (window: Window, spatial: readonly number[]): SeparableField =>
  spatial.map((length, axis) => axisInterior(window.radius[axis] as number, length));

/** The dense weights of a window in C order: its own, or the outer product of its factors. */
export const denseWeights = (window: Window): Float64Array => window.dense ?? outerProduct(window.factors);

/** All products `round(round(v₁ v₂) v₃)` of one element per vector, the last vector fastest. */
export function outerProduct(vectors: readonly ArrayLike<number>[], round = (value: number) => value): Float64Array {
  return vectors.reduce((outer: Float64Array, vector) => {
    const { length } = vector;
    return Float64Array.from({ length: outer.length * length }, (_, index) =>
      round((outer[Math.floor(index / length)] as number) * (vector[index % length] as number)),
    );
  }, Float64Array.of(1));
}

/** The banded matrix `A` with `(A f)(x) = Σ_d w(d) f(x + d)` along one axis, row-major `[length, length]`, symmetric. */
export function bandMatrix(factor: ArrayLike<number>, length: number): Float32Array {
  const radius = (factor.length - 1) / 2;
  return Float32Array.from({ length: length * length }, (_, index) => {
    const row = Math.floor(index / length);
    return factor[(index % length) - row + radius] ?? 0;
  });
}
