import type { ResolvedDefinition } from '@fast-lncc/core';

/** Relative error of a running sum in float64, after as many additions as a volume is long. */
const rounding = 2 ** -50;

/** What the rounding of the sums may change of a score at most. */
const tolerated = 1e-6;

/** The smallest value that D takes, variances being 0 or more: what stands against the rounding of a window without contrast. */
function leastDenominator({ stabilizer }: ResolvedDefinition): number {
  const variance = Math.max(0, Math.max(0, stabilizer.varianceFloor) + stabilizer.varianceAdd);
  return Math.max(0, stabilizer.product) + variance * variance;
}

/**
 * Whether running sums may be used at all: without anything in D they would turn the exact 0/0 of a flat window into a
 * quotient of two rounding errors.
 */
export function allowsRunningSums(definition: ResolvedDefinition): boolean {
  return leastDenominator(definition) > 0;
}

/**
 * Whether the running sums of an evaluation were exact enough. What is added and taken away again leaves a rounding error
 * of the largest sum behind, everywhere: harmless against D for images, not for one voxel of 1e10 among values of 1, and
 * NaN stays for good. The direct sums keep both where they are.
 *
 * @param largest The largest S_II and S_JJ.
 */
export function wereRunningSumsExact(
  definition: ResolvedDefinition,
  loss: number,
  largest: { readonly moving: number; readonly fixed: number },
): boolean {
  const scale = definition.unit === 'mean' ? definition.window.total : 1;
  const errors = (largest.moving * rounding * largest.fixed * rounding) / (scale * scale);
  const bound = definition.score === 'squared' ? tolerated : tolerated * tolerated;
  return Number.isFinite(loss) && errors <= bound * leastDenominator(definition);
}
