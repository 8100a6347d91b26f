import type { ResolvedTraining, TrainingEvaluation, TrainingLoss, TrainingPair } from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import type { Similarity } from './similarity.ts';
import { createTensorLayers } from './tensor-layers.ts';

/** The terms of the loss, on the device. */
interface Scalars {
  readonly loss: tf.Scalar;
  readonly similarity: tf.Scalar;
  readonly smoothness: tf.Scalar;
}

/** A network with its loss, to be run forward, and back. */
export interface TrainingPasses {
  /**
   * All tensors are the caller's; the gradients are in the order of the variables, 0 where nothing depends on one.
   *
   * @param dropPathScales What each branch is multiplied by. Default: none is dropped.
   */
  differentiate(
    pair: TrainingPair,
    dropPathScales?: ArrayLike<number>,
  ): { readonly scalars: Scalars; readonly gradients: readonly tf.Tensor[] };
  evaluate(pair: TrainingPair): Promise<TrainingEvaluation>;
}

/** `loss = similarity + smoothnessWeight · smoothness` of a network with these weights. */
export function createTrainingPasses(
  { network, size, smoothnessWeight, fusedUpsampling, recompute }: ResolvedTraining,
  similarityOf: Similarity,
  variables: readonly tf.Variable[],
): TrainingPasses {
  const forward = (pair: TrainingPair, dropPathScales?: ArrayLike<number>) => {
    const layers = createTensorLayers({ fusedUpsampling, recompute, ...(dropPathScales && { dropPathScales }) });
    const [moving, fixed] = [pair.moving, pair.fixed].map((image) => tf.tensor(image, [1, ...size, 1])) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const registration = network.forward<tf.Tensor>(layers, variables, moving, fixed);
    const similarity = similarityOf(registration.warped, fixed) as tf.Scalar;
    const smoothness = network.smoothness<tf.Tensor>(layers, registration) as tf.Scalar;
    const loss = weightedSum(similarity, smoothness, smoothnessWeight);
    return { registration, scalars: { loss, similarity, smoothness } };
  };
  return {
    differentiate: (pair, dropPathScales) =>
      inScope(() => {
        let scalars: Scalars | undefined;
        const { grads } = tf.variableGrads(() => {
          scalars = forward(pair, dropPathScales).scalars;
          // The end of the forward pass would free them.
          for (const scalar of Object.values(scalars)) tf.keep(scalar);
          return scalars.loss;
        }, [...variables]);
        // Some are not used, or belong to a branch that was dropped.
        const gradients = variables.map((variable) => grads[variable.name] ?? tf.zerosLike(variable));
        return { scalars: scalars as Scalars, gradients };
      }),
    async evaluate(pair) {
      const { scalars, maps } = inScope(() => {
        const { registration, scalars } = forward(pair);
        const { displacement, warped, output } = registration;
        const maps = [
          channelsFirst(displacement),
          tf.clone(warped),
          ...(output === undefined ? [] : [channelsFirst(output)]),
        ];
        return { scalars, maps };
      });
      const [losses, ...values] = await Promise.all([readLosses(scalars), ...maps.map((map) => map.data())]);
      tf.dispose(maps);
      const [displacement, warped, output] = values as [Float32Array, Float32Array, Float32Array?];
      return { ...losses, displacement, warped, ...(output === undefined ? {} : { output }) };
    },
  };
}

/** `[1, D, H, W, 3]` as `[3, D, H, W]`, flat. */
const channelsFirst = (map: tf.Tensor): tf.Tensor => tf.tidy(() => tf.transpose(tf.reshape(map, [-1, 3])));

/** Reads the terms, and frees them. */
export async function readLosses(scalars: Scalars): Promise<TrainingLoss> {
  const entries = Object.entries(scalars).map(async ([name, scalar]: [string, tf.Scalar]) => {
    const [value = Number.NaN] = await scalar.data();
    scalar.dispose();
    return [name, value] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as unknown as TrainingLoss;
}

/** `a + weight · b` of scalars, without a registered gradient. */
function weightedSum(a: tf.Scalar, b: tf.Scalar, weight: number): tf.Scalar {
  return tf.tidy(() =>
    selectiveGradient('the loss', [a, b], () => ({
      value: tf.add(a, tf.mul(b, weight)),
      kept: [],
      gradients: (upstream) => [tf.clone(upstream), tf.mul(upstream, weight)],
    })),
  ) as tf.Scalar;
}

const inScope = <Result extends object>(compute: () => Result): Result =>
  tf.tidy(compute as unknown as () => tf.TensorContainer) as unknown as Result;
