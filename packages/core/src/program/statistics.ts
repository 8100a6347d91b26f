import type { ResolvedDefinition } from '../resolve.ts';
import { countField } from '../window.ts';
import type { Sums } from './moments.ts';
import { divideBy, leastDivisor, type Operations } from './operations.ts';
import { type PerImage, perImage } from './per-image.ts';

/** Windowed covariance and variances. */
export interface Statistics<T> {
  readonly covariance: T;
  readonly variance: PerImage<T>;
  /** What the adjoint reads besides: the means and the number of samples. A scope must not free it. */
  readonly kept: readonly unknown[];
  /**
   * From `a = dL/dC` and `β = −2 dL/dV` to the maps that go through the window once more. Unit `mean` divides a and β by
   * N; `g_I = a S_J/N − β_I S_I/N` stays one map because N may vary inside the window sum.
   */
  readonly adjoint: (scores: ScoreGradients<T>) => StatisticsGradients<T>;
}

/** `a = dL/dC`, and per image `β = −2 dL/dV`; `undefined` for an image whose gradient is not asked for. */
export interface ScoreGradients<T> {
  readonly covariance: T;
  readonly variance: PerImage<T | undefined>;
}

/** a, and per image β and the map that carries the means: `g_I = (a S_J − β_I S_I) / N`, `g_J` likewise. */
export interface StatisticsGradients<T> {
  readonly covariance: T;
  readonly images: PerImage<readonly [variance: T, mean: T] | undefined>;
}

/**
 * `C = S_IJ − S_I S_J / N`, `V_I = S_II − S_I² / N`, `V_J = S_JJ − S_J² / N`; with unit `mean` each divided by N.
 */
export function statistics<T>(operations: Operations<T>, definition: ResolvedDefinition, sums: Sums<T>): Statistics<T> {
  const samples = countSamples(operations, definition, sums.count);
  const mean = perImage((own) => divideBy(operations, sums[own], samples));
  const perUnit = (map: T) => (definition.unit === 'mean' ? divideBy(operations, map, samples) : map);
  const central = (products: T, means: T, sum: T) =>
    perUnit(operations.subtract(products, operations.multiply(means, sum)));
  return {
    covariance: central(sums.product, mean.moving, sums.fixed),
    variance: perImage((own) => central(sums[`${own}Squared`], mean[own], sums[own])),
    kept: [mean, samples],
    adjoint(scores) {
      const covariance = perUnit(scores.covariance);
      const images = perImage((own, other) => {
        const score = scores.variance[own];
        if (score === undefined) return undefined;
        const variance = perUnit(score);
        const shared = operations.multiply(covariance, mean[other]);
        return [variance, operations.subtract(shared, operations.multiply(variance, mean[own]))] as const;
      });
      return { covariance, images };
    },
  };
}

/** N: one number with border `zero` and `valid`, a map with border `count` or a moment mask. */
function countSamples<T>(operations: Operations<T>, definition: ResolvedDefinition, count: T | undefined): T | number {
  const { window, spatial, border, together, channels } = definition;
  const spanned = together ? channels : 1;
  if (count !== undefined) return operations.maximum(count, leastDivisor);
  if (border !== 'count') return window.total * spanned;
  return operations.scale(operations.field(countField(window, spatial)), spanned);
}
