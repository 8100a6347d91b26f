import type { ResolvedOptimizer, stepFactors } from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';

/**
 * One update of a variable θ and of its moments, as new tensors: θ, m, v and, for AMSGrad, v̂.
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        (AMSGrad: v̂ ← max(v̂, v), in place of v below)
 *     θ ← θ − stepSize · m / (rootFactor · √v + ε)
 *
 * @param moments m, v and, for AMSGrad, v̂.
 */
export function updated(
  variable: tf.Variable,
  moments: readonly tf.Variable[],
  gradient: tf.Tensor,
  { firstDecay, secondDecay, epsilon }: ResolvedOptimizer,
  { stepSize, rootFactor }: ReturnType<typeof stepFactors>,
): tf.Tensor[] {
  return tf.tidy(() => {
    const first = decayed(moments[0] as tf.Variable, firstDecay, gradient);
    const second = decayed(moments[1] as tf.Variable, secondDecay, tf.square(gradient));
    const largest = moments[2] === undefined ? undefined : tf.maximum(moments[2], second);
    const root = tf.add(tf.mul(tf.sqrt(largest ?? second), rootFactor), epsilon);
    const value = tf.sub(variable, tf.mul(tf.div(first, root), stepSize));
    return [value, first, second, ...(largest === undefined ? [] : [largest])];
  });
}

/** The update of {@link updated}, in place. */
export function updateVariable(
  variable: tf.Variable,
  moments: readonly tf.Variable[],
  gradient: tf.Tensor,
  optimizer: ResolvedOptimizer,
  factors: ReturnType<typeof stepFactors>,
): void {
  const values = updated(variable, moments, gradient, optimizer, factors);
  [variable, ...moments].forEach((target, index) => {
    const value = values[index] as tf.Tensor;
    target.assign(value);
    value.dispose();
  });
}

const decayed = (previous: tf.Tensor, decay: number, fresh: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.add(tf.mul(previous, decay), tf.mul(fresh, 1 - decay)));

/** The moments of a variable that has not been updated. */
export const zeroMoments = (variable: tf.Variable, names: readonly string[]): tf.Variable[] =>
  names.map(() => tf.tidy(() => tf.variable(tf.zerosLike(variable), false)));
