import { assertLength } from '@fast-lncc/core';
import type { ResolvedOptimizer, stepFactors } from './optimizer.ts';

/** What an optimizer changes: the parameters of a network and their moments, laid end to end. */
export interface OptimizedVectors {
  readonly parameters: Float32Array;
  /** By the names of `momentNames`, all as long as the parameters. */
  readonly moments: Readonly<Record<string, Float32Array>>;
}

/**
 * One update of all parameters θ, in place, in one pass over memory. Sums are float64, results float32:
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        (AMSGrad: v̂ ← max(v̂, v), in place of v below)
 *     θ ← θ − stepSize · m / (rootFactor · √v + ε)
 *
 * For engines whose state lies on the processor anyway: carried out operator by operator, an update reads and writes the state
 * many times.
 *
 * @throws ShapeMismatchError for vectors of different lengths.
 */
export function updateParameters(
  { parameters, moments }: OptimizedVectors,
  gradient: Float32Array,
  { firstDecay, secondDecay, epsilon, name }: ResolvedOptimizer,
  { stepSize, rootFactor }: ReturnType<typeof stepFactors>,
): void {
  const { firstMoment = none, secondMoment = none, largestSecondMoment = none } = moments;
  const largest = name === 'amsgrad' ? largestSecondMoment : secondMoment;
  const { length } = parameters;
  for (const [vector, values] of Object.entries({
    gradient,
    firstMoment,
    secondMoment,
    largestSecondMoment: largest,
  })) {
    assertLength(vector, values.length, [length]);
  }
  const [firstShare, secondShare] = [1 - firstDecay, 1 - secondDecay];
  for (let at = 0; at < length; at++) {
    const slope = gradient[at] as number;
    const first = firstDecay * (firstMoment[at] as number) + firstShare * slope;
    const second = secondDecay * (secondMoment[at] as number) + secondShare * slope * slope;
    firstMoment[at] = first;
    secondMoment[at] = second;
    // The larger one without a comparison, which processors would guess wrong half of the time. Adam's is the second moment itself.
    const beyond = (largest[at] as number) - second;
    const used = second + 0.5 * (beyond + Math.abs(beyond));
    largest[at] = used;
    parameters[at] = (parameters[at] as number) - (stepSize * first) / (rootFactor * Math.sqrt(used) + epsilon);
  }
}

const none = new Float32Array(0);
