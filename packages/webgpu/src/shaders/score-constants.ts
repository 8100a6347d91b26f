import type { ResolvedDefinition } from '@fast-lncc/core';
import type { Features } from '../features.ts';
import type { scoreConstantFields } from './fields.ts';

/** The largest finite f32: what stands for infinity, which WGSL has no number for. */
const largest = 3.4028234663852886e38;

/** N where it is the same for every window, without a mask of the moments. */
const constantSamples = ({ border, window, together, channels }: ResolvedDefinition): number | undefined =>
  border === 'count' ? undefined : window.total * (together ? channels : 1);

/** Whether C and V are divided by an N that varies. */
export const dividesPerWindow = ({ unit }: ResolvedDefinition, { countsVary, moments }: Features): boolean =>
  unit === 'mean' && (countsVary || moments);

/**
 * The numbers of the score. Unit `mean` with a constant N needs no division per voxel:
 *
 *     ((C/N)² + η) / ((V_I/N + δ)(V_J/N + δ) + ε) = (C² + η N²) / ((V_I + δ N)(V_J + δ N) + ε N²)
 *     (C/N + η) / (√(…) + ζ) = (C + η N) / (√(… N²) + ζ N)
 */
export function scoreConstants(
  definition: ResolvedDefinition,
  features: Features,
): Readonly<Record<(typeof scoreConstantFields)[number], number>> {
  const { stabilizer, score, unit, form, window, together, channels } = definition;
  const samples = features.moments ? undefined : constantSamples(definition);
  const factor = unit === 'mean' && samples !== undefined ? samples : 1;
  const finite = (value: number) => Math.max(-largest, Math.min(largest, value));
  return {
    covarianceFloor: finite(stabilizer.covarianceFloor * factor),
    varianceFloor: finite(stabilizer.varianceFloor * factor),
    varianceAdd: stabilizer.varianceAdd * factor,
    product: stabilizer.product * factor ** 2,
    numerator: stabilizer.numerator * (score === 'squared' ? factor ** 2 : factor),
    rootAdd: stabilizer.rootAdd * factor,
    clampLow: finite(stabilizer.clampScore[0]),
    clampHigh: finite(stabilizer.clampScore[1]),
    perfectFrom: stabilizer.dropPerfect ? 1 : largest,
    flatThreshold: stabilizer.flat === undefined ? -largest : stabilizer.flat.threshold * factor ** 2,
    flatScore: stabilizer.flat?.score ?? 0,
    perSample: samples === undefined ? 1 : 1 / samples,
    wholeWeight: window.weight * (together ? channels : 1),
    mapOne: form === 'oneMinus' ? 1 : 0,
    mapSign: form === 'positive' ? 1 : -1,
  };
}
