import type { GradientSet } from '@fast-lncc/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { Evaluation, Method } from './method.ts';
import { selectiveGradient } from './selective-gradient.ts';

type ImageName = Exclude<GradientSet, 'none' | 'both'>;

/** The value of an evaluation, with the gradients of its method to those images that need one. */
export function differentiable(evaluation: Evaluation, method: Method): tf.Tensor {
  const { moving, fixed, maskTensor, prepared } = evaluation;
  const names: ImageName[] = prepared === undefined ? ['moving', 'fixed'] : ['moving'];
  const images = [moving, fixed, ...(maskTensor === undefined ? [] : [maskTensor])];
  return selectiveGradient(
    'lncc',
    names.map((name) => evaluation[name]),
    () => {
      const pass = method.evaluate(evaluation);
      return {
        value: pass.value,
        kept: [...images, ...pass.kept],
        gradients: (upstream, kept, wanted) => {
          const [savedMoving, savedFixed, savedMask] = kept as [tf.Tensor, tf.Tensor, tf.Tensor?];
          const saved = {
            moving: savedMoving,
            fixed: savedFixed,
            maskTensor: maskTensor === undefined ? undefined : savedMask,
            kept: kept.slice(images.length),
            upstream,
          };
          const gradients = pass.gradients(saved, wanted.size === 2 ? 'both' : wanted.has(0) ? 'moving' : 'fixed');
          return names.map((name) => gradients[name]);
        },
      };
    },
  );
}
