import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';

/** A piece of a network, as a function of maps and weights. */
export type Piece = (maps: readonly tf.Tensor[], weights: readonly tf.Tensor[]) => tf.Tensor;

/**
 * A piece of a network of which nothing is kept for the way back but its inputs: it is computed once more when the gradient of
 * its output is there. More time for less memory.
 *
 * Source: Chen et al., Training Deep Nets with Sublinear Memory Cost (2016).
 */
export function recomputed(maps: readonly tf.Tensor[], weights: readonly tf.Tensor[], piece: Piece): tf.Tensor {
  const inputs = [...maps, ...weights];
  return tf.tidy(() =>
    selectiveGradient('a recomputed segment', inputs, () => ({
      value: piece(maps, weights),
      kept: inputs,
      gradients(upstream, kept, wanted) {
        const places = [...wanted];
        const again = () => piece(kept.slice(0, maps.length), kept.slice(maps.length));
        const wantedInputs = places.map((place) => kept[place] as tf.Tensor);
        const gradients = innerGradients(again, wantedInputs, upstream);
        return inputs.map((input, place) =>
          // A weight of a branch that was dropped.
          wanted.has(place) ? (gradients[places.indexOf(place)] ?? tf.zeros(input.shape)) : undefined,
        );
      },
    })),
  );
}

/**
 * Gradients inside of a back-propagation, on a tape of their own: TensorFlow.js has a single one, which it forgets at the end of
 * any back-propagation, and none inside of an operation.
 *
 * @returns Nothing for an input on which nothing depends.
 */
function innerGradients(
  compute: () => tf.Tensor,
  inputs: readonly tf.Tensor[],
  upstream: tf.Tensor,
): readonly (tf.Tensor | undefined)[] {
  const engine = tf.engine();
  const { activeTape, gradientDepth, kernelDepth } = engine.state;
  Object.assign(engine.state, { gradientDepth: 0, kernelDepth: 0 });
  try {
    const { value, grads } = engine.gradients(compute, [...inputs], upstream, true);
    value.dispose();
    return grads;
  } finally {
    Object.assign(engine.state, { activeTape, gradientDepth, kernelDepth });
  }
}
