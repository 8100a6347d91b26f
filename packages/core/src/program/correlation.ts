import type { ResolvedDefinition } from '../resolve.ts';
import { multiplyPresent, type Operations } from './operations.ts';
import { type GradientSet, perImage } from './per-image.ts';
import type { ScoreGradients, Statistics } from './statistics.ts';

/** The score, and the way back. */
export interface Correlation<T> {
  /** The score after clamps and gates. */
  readonly score: T;
  /** What the adjoint reads besides. A scope must not free it. */
  readonly kept: readonly unknown[];
  /** The adjoint of the score, times what `weigh` multiplies with: `a = u ∂s/∂C` and, per image, `β = −2u ∂s/∂V`. */
  readonly adjoint: (weigh: (map: T) => T, wanted: GradientSet) => ScoreGradients<T>;
}

/**
 * The score of the general formula (see `Stabilizer`):
 *
 *     Ĉ = max(C, γ)   P = max(V_I, τ) + δ   Q = max(V_J, τ) + δ   D = P Q + ε
 *     squared (Ĉ² + η) / D   ·   signed (Ĉ + η) / (√D + ζ)   ·   absolute |signed|
 *
 * and its derivatives, 0 where a clamp or gate replaced the score:
 *
 *     squared:  a = 2Ĉ/D · [C > γ]          β_I = 2s/D · Q · [V_I > τ]                  β_J likewise with P
 *     signed:   a = 1/(√D + ζ) · [C > γ]     β_I = s/(√D (√D + ζ)) · Q · [V_I > τ]       β_J likewise with P
 */
export function correlation<T>(
  operations: Operations<T>,
  { stabilizer, score: kind }: ResolvedDefinition,
  statistics: Statistics<T>,
): Correlation<T> {
  const { covarianceFloor, varianceFloor, varianceAdd, product, flat, dropPerfect } = stabilizer;
  const [lowest, highest] = stabilizer.clampScore;
  const floorAt = (map: T, floor: number) => (floor === -Infinity ? map : operations.maximum(map, floor));
  const shiftBy = (map: T, offset: number) => (offset === 0 ? map : operations.shift(map, offset));
  const negative = (map: T) => operations.scale(map, -1);
  const squared = kind === 'squared';

  const covariance = floorAt(statistics.covariance, covarianceFloor);
  const variance = perImage((own) => shiftBy(floorAt(statistics.variance[own], varianceFloor), varianceAdd));
  const varianceProduct = operations.multiply(variance.moving, variance.fixed);
  const stabilized = shiftBy(varianceProduct, product);
  const root = squared ? stabilized : operations.squareRoot(stabilized);
  const denominator = squared ? root : shiftBy(root, stabilizer.rootAdd);
  const numerator = shiftBy(squared ? operations.multiply(covariance, covariance) : covariance, stabilizer.numerator);
  const sign =
    kind === 'absolute'
      ? operations.subtract(operations.whereAbove(numerator, 0, 1), operations.whereAbove(negative(numerator), 0, 1))
      : undefined;
  const raw = operations.divide(multiplyPresent(operations, numerator, sign), denominator);

  const clamped = floorAt(highest === Infinity ? raw : operations.minimum(raw, highest), lowest);
  const selectImperfect = (map: T, score: T) => (dropPerfect ? operations.whereAbove(negative(score), -1, map) : map);
  const selectVaried = (map: T) => (flat ? operations.whereAbove(varianceProduct, flat.threshold, map) : map);
  const flatScore = flat?.score ?? 0;
  const score = shiftBy(selectVaried(shiftBy(selectImperfect(clamped, clamped), -flatScore)), flatScore);

  // Where the score still depends on the images.
  const selectLive = (map: T) => {
    const below = highest === Infinity ? map : operations.whereAtMost(raw, highest, map);
    const between = lowest === -Infinity ? below : operations.whereAtMost(negative(raw), -lowest, below);
    return selectVaried(selectImperfect(between, raw));
  };
  const selectAbove = (map: T, test: T, floor: number) =>
    floor === -Infinity ? map : operations.whereAbove(test, floor, map);
  // Where D can be 0, s can be 0/0: only a selection takes that away, a factor of 0 does not.
  const canVanish = !(product > 0 || varianceFloor + varianceAdd > 0);

  return {
    score,
    kept: [raw, covariance, variance, varianceProduct, denominator, root, sign],
    adjoint(weigh, wanted) {
      const select = (map: T) => weigh(selectLive(map));
      const inverse = operations.reciprocal(denominator);
      const scaled = squared ? operations.scale(inverse, 2) : inverse;
      const factor = select(scaled);
      const perVariance = (map: T) => {
        const times = operations.multiply(raw, map);
        return squared ? times : operations.divide(times, root);
      };
      const common = canVanish ? select(perVariance(scaled)) : perVariance(factor);
      return {
        covariance: selectAbove(
          multiplyPresent(operations, factor, squared ? covariance : sign),
          statistics.covariance,
          covarianceFloor,
        ),
        variance: perImage((own, other) =>
          wanted === own || wanted === 'both'
            ? selectAbove(operations.multiply(common, variance[other]), statistics.variance[own], varianceFloor)
            : undefined,
        ),
      };
    },
  };
}
