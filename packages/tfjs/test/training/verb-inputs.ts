import type * as tf from '@tensorflow/tfjs-core';
import type { Volume } from './direct-verbs.ts';

type Tensors = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
type Volumes = [Volume, Volume, Volume, Volume];

/** A function of a fixed number of tensors, as one of any number. */
export const onTensors =
  (f: (...inputs: Tensors) => tf.Tensor) =>
  (...inputs: tf.Tensor[]) =>
    f(...(inputs as Tensors));

/** {@link onTensors} for volumes. */
export const onVolumes =
  (f: (...inputs: Volumes) => ArrayLike<number>) =>
  (inputs: readonly Volume[]): ArrayLike<number> =>
    f(...(inputs as unknown as Volumes));

/** For functions that are smooth, in float64. */
export const smooth = { step: 1e-4 };
