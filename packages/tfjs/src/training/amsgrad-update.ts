import type { ResolvedOptimizer, stepFactors } from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';

/**
 * One update of a variable θ and of its moments, in place:
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        (AMSGrad: v̂ ← max(v̂, v), in place of v below)
 *     θ ← θ − stepSize · m / (rootFactor · √v + ε)
 *
 * @param moments m, v and, for AMSGrad, v̂.
 */
export function updateVariable(
  variable: tf.Variable,
  moments: readonly tf.Variable[],
  gradient: tf.Tensor,
  { firstDecay, secondDecay, epsilon }: ResolvedOptimizer,
  { stepSize, rootFactor }: ReturnType<typeof stepFactors>,
): void {
  const [first, second, largest] = moments as [tf.Variable, tf.Variable, tf.Variable?];
  tf.tidy(() => {
    first.assign(decayed(first, firstDecay, gradient));
    second.assign(decayed(second, secondDecay, tf.square(gradient)));
    largest?.assign(tf.maximum(largest, second));
    const root = tf.add(tf.mul(tf.sqrt(largest ?? second), rootFactor), epsilon);
    variable.assign(tf.sub(variable, tf.mul(tf.div(first, root), stepSize)));
  });
}

const decayed = (previous: tf.Tensor, decay: number, fresh: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.add(tf.mul(previous, decay), tf.mul(fresh, 1 - decay)));

/** The moments of a variable that has not been updated. */
export const zeroMoments = (variable: tf.Variable, names: readonly string[]): tf.Variable[] =>
  names.map(() => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)));
