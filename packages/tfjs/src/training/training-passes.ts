import type { ResolvedTraining, TrainingLoss, TrainingPair } from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import type { Similarity } from './similarity.ts';
import { tensorLayers } from './tensor-layers.ts';

/** The terms of the loss, on the device. */
interface Scalars {
  readonly loss: tf.Scalar;
  readonly similarity: tf.Scalar;
  readonly smoothness: tf.Scalar;
}

/** A network with its loss, to be run forward, and back. */
export interface TrainingPasses {
  /** All tensors are the caller's; the gradients are in the order of the variables. */
  differentiate(pair: TrainingPair): { readonly scalars: Scalars; readonly gradients: readonly tf.Tensor[] };
  evaluate(
    pair: TrainingPair,
  ): Promise<TrainingLoss & { readonly displacement: Float32Array; readonly warped: Float32Array }>;
}

/** `loss = similarity + smoothnessWeight · smoothness` of a network with these weights. */
export function createTrainingPasses(
  { network, size, smoothnessWeight }: ResolvedTraining,
  similarityOf: Similarity,
  variables: readonly tf.Variable[],
): TrainingPasses {
  const forward = (pair: TrainingPair) => {
    const [moving, fixed] = [pair.moving, pair.fixed].map((image) => tf.tensor(image, [1, ...size, 1])) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const registration = network.forward<tf.Tensor>(tensorLayers, variables, moving, fixed);
    const similarity = similarityOf(registration.warped, fixed) as tf.Scalar;
    const smoothness = network.smoothness<tf.Tensor>(tensorLayers, registration) as tf.Scalar;
    const loss = weightedSum(similarity, smoothness, smoothnessWeight);
    return { registration, scalars: { loss, similarity, smoothness } };
  };
  return {
    differentiate: (pair) =>
      inScope(() => {
        let scalars: Scalars | undefined;
        const { grads } = tf.variableGrads(() => {
          scalars = forward(pair).scalars;
          // The end of the forward pass would free them.
          for (const scalar of Object.values(scalars)) tf.keep(scalar);
          return scalars.loss;
        }, [...variables]);
        return { scalars: scalars as Scalars, gradients: variables.map(({ name }) => grads[name] as tf.Tensor) };
      }),
    async evaluate(pair) {
      const { scalars, displacement, warped } = inScope(() => {
        const { registration, scalars } = forward(pair);
        // [3, D, H, W]
        const displacement = tf.transpose(tf.reshape(registration.displacement, [-1, 3]));
        return { scalars, displacement, warped: registration.warped };
      });
      const [losses, ...maps] = await Promise.all([readLosses(scalars), displacement.data(), warped.data()]);
      tf.dispose([displacement, warped]);
      const [displacementValues, warpedValues] = maps as [Float32Array, Float32Array];
      return { ...losses, displacement: displacementValues, warped: warpedValues };
    },
  };
}

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
