import type { ResolvedDefinition } from '@fast-lncc/core';

/** The stabilizer as the kernel applies it, with the number of samples folded in where it is one number. */
export interface ScoreConstants {
  readonly covarianceFloor: number;
  readonly varianceFloor: number;
  readonly varianceAdd: number;
  readonly product: number;
  readonly numerator: number;
  readonly rootAdd: number;
  readonly flatThreshold: number | undefined;
  /** Whether C and V are still to be divided by N, which varies. */
  readonly perSample: boolean;
}

/** N where it is the same for every window, without a mask of the moments. */
export const constantSamples = ({ border, window, together, channels }: ResolvedDefinition): number | undefined =>
  border === 'count' ? undefined : window.total * (together ? channels : 1);

/**
 * Unit `mean` with a constant N needs no division per voxel:
 *
 *     ((C/N)² + η) / ((V_I/N + δ)(V_J/N + δ) + ε) = (C² + η N²) / ((V_I + δ N)(V_J + δ N) + ε N²)
 *     (C/N + η) / (√(…) + ζ) = (C + η N) / (√(… N²) + ζ N)
 *
 * @param samples N where it is constant.
 */
export function scoreConstants(
  { stabilizer, score, unit }: ResolvedDefinition,
  samples: number | undefined,
): ScoreConstants {
  const factor = unit === 'mean' && samples !== undefined ? samples : 1;
  return {
    covarianceFloor: stabilizer.covarianceFloor * factor,
    varianceFloor: stabilizer.varianceFloor * factor,
    varianceAdd: stabilizer.varianceAdd * factor,
    product: stabilizer.product * factor ** 2,
    numerator: stabilizer.numerator * (score === 'squared' ? factor ** 2 : factor),
    rootAdd: stabilizer.rootAdd * factor,
    flatThreshold: stabilizer.flat && stabilizer.flat.threshold * factor ** 2,
    perSample: unit === 'mean' && samples === undefined,
  };
}
