import * as tf from '@tensorflow/tfjs-core';
import type { PreparedPlan } from './window-plans.ts';

/** The windows of an attention, and its heads. */
export interface Windows extends PreparedPlan {
  readonly heads: number;
  /** Channels of a head. */
  readonly depth: number;
}

/** Consecutive windows, `[first, last)`. */
export type Group = readonly [number, number];

/** Scores that are in memory at a time, at most, where a single window has not more. */
const scoresAtOnce = 2 ** 22;

export function groupWindows({ heads, windows, tokens }: Windows): readonly Group[] {
  const size = Math.max(1, Math.min(windows, Math.floor(scoresAtOnce / (heads * tokens ** 2))));
  return Array.from({ length: Math.ceil(windows / size) }, (_, index) => [
    index * size,
    Math.min(windows, (index + 1) * size),
  ]);
}

/** Of a group of windows. */
interface Attention {
  /** `[windows, heads, tokens, depth]`, divided by the root of the depth. */
  readonly queries: tf.Tensor;
  readonly keys: tf.Tensor;
  readonly values: tf.Tensor;
  /** Queries by keys: `[windows, heads, tokens, tokens]`. */
  readonly probabilities: tf.Tensor;
}

/**
 * @param cut Queries, keys and values `[windows, 3 · heads, tokens, depth]` of all windows.
 * @param bias `[1, heads, tokens, tokens]`
 */
export function attend(cut: tf.Tensor, bias: tf.Tensor, windows: Windows, [first, last]: Group): Attention {
  const { heads, depth, tokens } = windows;
  return tf.tidy(() => {
    const part = (index: number) => tf.slice(cut, [first, index * heads, 0, 0], [last - first, heads, tokens, depth]);
    const [queries, keys, values] = [tf.tidy(() => tf.mul(part(0), depth ** -0.5)), part(1), part(2)];
    const scores = () => tf.tidy(() => tf.add(tf.matMul(queries, keys, false, true), bias));
    const probabilities = softmax(tf.tidy(() => masked(scores(), windows, [first, last])));
    return { queries, keys, values, probabilities };
  }) as unknown as Attention;
}

/**
 * Written out, so that a token that sees itself alone has a probability of 1 and its scores a gradient of 0: TensorFlow's own
 * softmax is a rounding error off, which Adam makes steps of. The scores are freed.
 */
function softmax(scores: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const below = tf.tidy(() => tf.sub(scores, tf.max(scores, 3, true)));
    scores.dispose();
    const exponentials = tf.exp(below);
    below.dispose();
    return tf.div(exponentials, tf.sum(exponentials, 3, true));
  });
}

/** −100 between tokens of different regions, as the authors have it. */
function masked(scores: tf.Tensor, { regions, tokens }: Windows, [first, last]: Group): tf.Tensor {
  if (regions === undefined) return scores;
  return tf.tidy(() => {
    const own = regions.subarray(first * tokens, last * tokens);
    const along = (queries: number, keys: number) => tf.tensor(own, [last - first, 1, queries, keys], 'int32');
    const isApart = tf.tidy(() => tf.cast(tf.notEqual(along(tokens, 1), along(1, tokens)), 'float32'));
    return tf.add(scores, tf.mul(isApart, -100));
  });
}
