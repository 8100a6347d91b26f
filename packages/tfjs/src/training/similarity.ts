import { forward, MissingRuntimeError, UnsupportedOptionError } from '@fast-lncc/core';
import type { ResolvedTraining } from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';
import { chooseWindowSums } from '../auto.ts';
import { chooseMethod } from '../choose-method.ts';
import { toMap } from '../layout.ts';
import { lncc } from '../lncc.ts';
import { createOperations } from '../operations.ts';
import { splitOptions, type TfjsAlgorithm } from '../options.ts';

/** The LNCC of two images `[1, D, H, W, 1]`, differentiable in both. */
export type Similarity = (warped: tf.Tensor, fixed: tf.Tensor) => tf.Tensor;

/**
 * The similarity of a training on the active backend: analytic, or with every operation differentiated by TensorFlow.js
 * as the authors of the algorithms 1 and 2 ran them.
 *
 * @throws UnsupportedOptionError, MissingRuntimeError for an algorithm that cannot be had, or gradients that are not
 * registered.
 */
export function createSimilarity(training: ResolvedTraining, algorithm: TfjsAlgorithm | 'auto'): Similarity {
  const { definition, resolved, differentiation } = training;
  const split = splitOptions({ ...definition, algorithm });
  // Complains where the algorithm cannot be had.
  chooseMethod(split, resolved);
  if (differentiation === 'analytic') {
    return (warped, fixed) => lncc(warped, fixed, { ...definition, algorithm });
  }
  const chosen = split.algorithm === 'auto' ? chooseWindowSums(tf.getBackend(), resolved) : split.algorithm;
  if (chosen === 'fused') {
    throw new UnsupportedOptionError(
      "algorithm 'fused' has no operations to differentiate; use differentiation 'analytic', or algorithm 'sequential' or 'grouped'.",
    );
  }
  if (tf.getGradient(tf.Conv3D) === undefined) {
    throw new MissingRuntimeError(
      "differentiation 'automatic' needs the gradients of TensorFlow.js, which @tensorflow/tfjs-core alone does not register: import '@tensorflow/tfjs' once.",
    );
  }
  const operations = createOperations(resolved, chosen);
  return (warped, fixed) => forward(operations, resolved, { moving: toMap(warped), fixed: toMap(fixed) }).loss();
}
