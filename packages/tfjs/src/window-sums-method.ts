import { forward, forwardFixed, type Images, type Operations, type ResolvedDefinition } from '@fast-lncc/core';
import type * as tf from '@tensorflow/tfjs-core';
import { imageGradient } from './gradient.ts';
import { toImage, toMap, toMaskMap } from './layout.ts';
import type { Evaluation, ImageGradients, Method, Pass } from './method.ts';
import { packResiduals } from './residuals.ts';

/** The program of `@fast-lncc/core` over tensors; the operations say how the window sums are carried out. */
export function windowSumsMethod(operations: Operations<tf.Tensor>): Method {
  return {
    evaluate: (evaluation) => evaluate(operations, evaluation),
    prepare: (definition, fixed, maskTensor) => {
      const mask = maskTensor === undefined ? undefined : toMaskMap(maskTensor, definition);
      return { sums: forwardFixed(operations, definition, toMap(fixed), mask) };
    },
  };
}

function evaluate(operations: Operations<tf.Tensor>, evaluation: Evaluation): Pass {
  const { definition, moving, fixed, maskTensor, prepared } = evaluation;
  const images = imageMaps(definition, moving, fixed, maskTensor);
  const { loss, map, trace } = forward(operations, definition, images, prepared?.state.sums);
  const value = definition.reduction === 'none' ? toImage(map(), definition.spatial) : loss();
  const { tensors, unpack } = packResiduals({ sums: trace.sums, centers: trace.centers });
  return {
    value,
    kept: tensors,
    gradients: (saved, wanted) => {
      const maps = imageMaps(definition, saved.moving, saved.fixed, saved.maskTensor);
      const residuals = unpack(saved.kept);
      const gradients: { -readonly [Name in keyof ImageGradients]: ImageGradients[Name] } = {};
      let covarianceSum: tf.Tensor | undefined;
      for (const which of ['moving', 'fixed'] as const) {
        if (wanted !== which && wanted !== 'both') continue;
        const back = { maps, residuals, upstream: saved.upstream };
        const result = imageGradient(operations, definition, back, which, covarianceSum);
        gradients[which] = result.image;
        covarianceSum = result.covarianceSum;
      }
      return gradients;
    },
  };
}

/** The two images and the mask as the program's maps. */
function imageMaps(
  definition: ResolvedDefinition,
  moving: tf.Tensor,
  fixed: tf.Tensor,
  mask: tf.Tensor | undefined,
): Images<tf.Tensor> {
  const maps = { moving: toMap(moving), fixed: toMap(fixed) };
  return mask === undefined ? maps : { ...maps, mask: toMaskMap(mask, definition) };
}
