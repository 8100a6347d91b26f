import { assertKnownKeys, oneOf, UnsupportedOptionError } from '@fast-lncc/core';

/** Adam (Kingma and Ba) or its AMSGrad variant (Reddi et al.), as PyTorch carries them out. */
export interface OptimizerOptions {
  /** Default: that of the authors' training of the network. */
  readonly name?: 'adam' | 'amsgrad';
  /** Default 1e-4. */
  readonly learningRate?: number;
  /** Decay of the first moment. Default 0.9. */
  readonly firstDecay?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly secondDecay?: number;
  /** Added to the root of the second moment. Default 1e-8. */
  readonly epsilon?: number;
}

export type ResolvedOptimizer = Required<OptimizerOptions>;

/** @throws UnsupportedOptionError for unknown keys or values outside their domain. */
export function resolveOptimizer(options: OptimizerOptions = {}): ResolvedOptimizer {
  assertKnownKeys(options, ['name', 'learningRate', 'firstDecay', 'secondDecay', 'epsilon'], 'optimizer');
  const { name = 'amsgrad', learningRate = 1e-4, firstDecay = 0.9, secondDecay = 0.999, epsilon = 1e-8 } = options;
  assertLearningRate(learningRate);
  for (const [key, value] of Object.entries({ firstDecay, secondDecay })) {
    if (!(value >= 0 && value < 1))
      throw new UnsupportedOptionError(`optimizer.${key} is ${value}; it must be in [0, 1).`);
  }
  if (!(epsilon > 0)) throw new UnsupportedOptionError(`optimizer.epsilon is ${epsilon}; it must be positive.`);
  return { name: oneOf('optimizer.name', name, ['adam', 'amsgrad']), learningRate, firstDecay, secondDecay, epsilon };
}

/** @throws UnsupportedOptionError unless the rate is finite and not negative. */
export function assertLearningRate(learningRate: number): void {
  if (!(learningRate >= 0 && learningRate < Number.POSITIVE_INFINITY)) {
    throw new UnsupportedOptionError(
      `learningRate is ${learningRate}; it must be finite and not negative, such as 1e-4.`,
    );
  }
}

/** The moments that go in and come out of a step, by name. */
export const momentNames = ({ name }: ResolvedOptimizer): readonly string[] =>
  name === 'amsgrad' ? ['firstMoment', 'secondMoment', 'largestSecondMoment'] : ['firstMoment', 'secondMoment'];

/**
 * The two numbers of step t that depend on t alone, in float64: `learningRate / (1 − β₁ᵗ)` and `1 / √(1 − β₂ᵗ)`.
 */
export function stepFactors(
  { firstDecay, secondDecay }: ResolvedOptimizer,
  step: number,
  learningRate: number,
): { readonly stepSize: number; readonly rootFactor: number } {
  return {
    stepSize: learningRate / (1 - firstDecay ** step),
    rootFactor: 1 / Math.sqrt(1 - secondDecay ** step),
  };
}
