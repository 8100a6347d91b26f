import type { ResolvedDefinition } from '@fast-lncc/core';
import type { Job } from './job.ts';

type ScoreFields =
  | 'score'
  | 'covarianceFloor'
  | 'varianceFloor'
  | 'varianceAdd'
  | 'product'
  | 'numerator'
  | 'rootAdd'
  | 'clampLow'
  | 'clampHigh'
  | 'flatThreshold'
  | 'flatScore'
  | 'dropPerfect'
  | 'unitMean'
  | 'form';

/**
 * The stabilizer as the kernel applies it. Where N is one number, the unit `mean` is folded into the constants:
 *
 *     ((C/N)² + η) / ((V_I/N + δ)(V_J/N + δ) + ε) = (C² + η N²) / ((V_I + δN)(V_J + δN) + ε N²)
 *     (C/N + η) / (√(…) + ζ) = (C + η N) / (√(… N²) + ζ N)
 */
export function scoreConstants(definition: ResolvedDefinition, samples: number | undefined): Pick<Job, ScoreFields> {
  const { stabilizer, score, unit, form } = definition;
  const folded = unit === 'mean' && samples !== undefined ? samples : 1;
  const squared = score === 'squared';
  return {
    score: { squared: 0, signed: 1, absolute: 2 }[score],
    covarianceFloor: stabilizer.covarianceFloor * folded,
    varianceFloor: stabilizer.varianceFloor * folded,
    varianceAdd: stabilizer.varianceAdd * folded,
    product: stabilizer.product * folded ** 2,
    numerator: stabilizer.numerator * (squared ? folded ** 2 : folded),
    rootAdd: stabilizer.rootAdd * folded,
    clampLow: stabilizer.clampScore[0],
    clampHigh: stabilizer.clampScore[1],
    flatThreshold: stabilizer.flat === undefined ? Number.NEGATIVE_INFINITY : stabilizer.flat.threshold * folded ** 2,
    flatScore: stabilizer.flat?.score ?? 0,
    dropPerfect: stabilizer.dropPerfect ? 1 : 0,
    unitMean: unit === 'mean' && samples === undefined ? 1 : 0,
    form: { negative: 0, oneMinus: 1, positive: 2 }[form],
  };
}

/** Whether the short form of the score will do: squared, no gate. */
export function isPlainScore({ score, stabilizer }: ResolvedDefinition): boolean {
  return score === 'squared' && stabilizer.flat === undefined && !stabilizer.dropPerfect;
}

/** Whether of the stabilizer only ε, the variance floor and the upper clamp act. */
export function isPlainStabilizer({ stabilizer }: ResolvedDefinition): boolean {
  const { covarianceFloor, varianceAdd, numerator, clampScore } = stabilizer;
  return (
    covarianceFloor === Number.NEGATIVE_INFINITY &&
    varianceAdd === 0 &&
    numerator === 0 &&
    clampScore[0] === Number.NEGATIVE_INFINITY
  );
}
