import type { AttentionOptions } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { attend, type Group, groupWindows, type Windows } from './attend.ts';
import { planAttention } from './plan-attention.ts';
import { biasOf, cutWindows, joinWindows, sumByPosition } from './windows.ts';

/**
 * Attention of the tokens of every window to each other, head by head: `softmax(qᵀk / √channels + bias) v`, with a bias by
 * relative position, and after a shift only between tokens of one region. With its exact gradients.
 *
 * Products over all windows and heads at once, as far as their scores fit into memory. Kept for the gradient are the inputs;
 * the probabilities are computed again on the way back, group by group of windows.
 *
 * @param queriesKeysValues float32 `[1, D, H, W, 3 · channels]`, the channels of each head one after the other.
 * @param table `[relative positions, heads]`
 * @returns `[1, D, H, W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 *
 * Source: Liu et al., Swin Transformer (2021), in three dimensions as in TransMorph.
 */
export function windowAttention(
  queriesKeysValues: tf.Tensor,
  table: tf.Tensor,
  options: AttentionOptions,
): tf.Tensor5D {
  const windows = planAttention(queriesKeysValues, table, options);
  const groups = groupWindows(windows);
  const shape = [...queriesKeysValues.shape.slice(0, -1), windows.heads * windows.depth];
  return tf.tidy(() =>
    selectiveGradient('windowAttention', [queriesKeysValues, table], () => ({
      value: tf.reshape(forward(queriesKeysValues, table, windows, groups), shape),
      kept: [queriesKeysValues, table],
      gradients: (upstream, [input, rows], wanted, release) => {
        const cut = cutWindows(input as tf.Tensor, windows);
        release(input as tf.Tensor);
        const gradient = cutWindows(upstream, windows);
        release(upstream);
        const { toWindows, toBias } = backward(cut, biasOf(rows as tf.Tensor, windows), gradient, windows, groups);
        const toTable = wanted.has(1) ? sumByPosition(toBias, windows) : undefined;
        return [tf.reshape(joinWindows(toWindows, windows), queriesKeysValues.shape), toTable];
      },
    })),
  ) as tf.Tensor5D;
}

function forward(input: tf.Tensor, table: tf.Tensor, windows: Windows, groups: readonly Group[]): tf.Tensor {
  return tf.tidy(() => {
    const [cut, bias] = [cutWindows(input, windows), biasOf(table, windows)];
    const parts = groups.map((group) =>
      tf.tidy(() => {
        const { values, probabilities } = attend(cut, bias, windows, group);
        return tf.matMul(probabilities, values);
      }),
    );
    return joinWindows(tf.concat(parts, 0), windows);
  });
}

/** To the windows of queries, keys and values, and to the bias `[heads, tokens, tokens]`. */
interface AttentionGradients {
  readonly toWindows: tf.Tensor;
  readonly toBias: tf.Tensor;
}

/**
 * With P the probabilities: `dS = P ∘ (dP − Σ_keys P ∘ dP)`. (The sum is also that of output and gradient over the channels,
 * which is smaller, but then a token that sees itself alone has a gradient of rounding errors, which Adam makes steps of.)
 */
function backward(
  cut: tf.Tensor,
  bias: tf.Tensor,
  gradient: tf.Tensor,
  windows: Windows,
  groups: readonly Group[],
): AttentionGradients {
  return tf.tidy(() => {
    let toBias: tf.Tensor = tf.zeros([windows.heads, windows.tokens, windows.tokens]);
    const parts = groups.map((group) => {
      const [first, last] = group;
      const { part, sum } = tf.tidy(() => {
        const { queries, keys, values, probabilities } = attend(cut, bias, windows, group);
        const own = tf.slice(gradient, [first, 0, 0, 0], [last - first, -1, -1, -1]);
        const toValues = tf.matMul(probabilities, own, true, false);
        const toScores = tf.tidy(() => {
          const toProbabilities = tf.matMul(own, values, false, true);
          const along = tf.tidy(() => tf.sum(tf.mul(probabilities, toProbabilities), 3, true));
          return tf.mul(probabilities, tf.sub(toProbabilities, along));
        });
        probabilities.dispose();
        const toQueries = tf.mul(tf.matMul(toScores, keys), windows.depth ** -0.5);
        const toKeys = tf.matMul(toScores, queries, true, false);
        return { part: tf.concat([toQueries, toKeys, toValues], 1), sum: tf.add(toBias, tf.sum(toScores, 0)) };
      }) as { readonly part: tf.Tensor; readonly sum: tf.Tensor };
      toBias.dispose();
      toBias = sum;
      return part;
    });
    return { toWindows: tf.concat(parts, 0), toBias };
  }) as unknown as AttentionGradients;
}
