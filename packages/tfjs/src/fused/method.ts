import type { GradientSet } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Evaluation, Method, Pass, Saved } from '../method.ts';
import { evaluateKept, habitOf, learnHabit } from './evaluators.ts';
import { readImage, readMask, toImage } from './layout.ts';

/**
 * Evaluates by the fused kernel.
 *
 * One sweep that gives loss and gradient takes two thirds of the time of one for the loss and another for the gradient.
 * Going forward, nobody knows yet which gradients will be asked for, so the sweep computes those that were asked for last
 * time; the way back takes them, or has a sweep of its own where they are not the ones.
 *
 * @param fallback For a mask that is 0 everywhere, which the kernel refuses.
 */
export function fusedMethod(fallback: Method): Method {
  return {
    evaluate: (evaluation) => {
      const { maskTensor, definition } = evaluation;
      const mask = maskTensor === undefined ? undefined : readMask(maskTensor, definition);
      return mask?.every((weight) => weight === 0) ? fallback.evaluate(evaluation) : evaluate(evaluation, mask);
    },
    // The kernel has no use for sums of the fixed image: reading them takes longer than forming them.
    prepare: (_, fixed) => ({ values: readImage(fixed) }),
  };
}

function evaluate(evaluation: Evaluation, mask: Float32Array | undefined): Pass {
  const { definition, moving, fixed, prepared, recorded } = evaluation;
  const images = {
    moving: readImage(moving),
    fixed: prepared?.state.values ?? readImage(fixed),
    ...(mask === undefined ? {} : { mask }),
  };
  // A gradient is linear in a scalar that comes later, but not in a map.
  const isMap = definition.reduction === 'none';
  const expected = recorded && !isMap ? habitOf(evaluation) : 'none';
  const ahead = prepared !== undefined && expected !== 'none' ? 'moving' : expected;
  const { loss, map, gradients } = evaluateKept(evaluation, { ...images, gradients: ahead });
  return {
    value: isMap ? toImage(map as Float32Array, definition.mapShape) : tf.scalar(loss),
    kept: [],
    gradients: ({ upstream }: Saved, wanted) => {
      const sweep = (upstream: number | Float32Array) =>
        evaluateKept(evaluation, { ...images, gradients: wanted, upstream }).gradients;
      const found = isMap ? sweep(readImage(upstream)) : covers(ahead, wanted) ? gradients : sweep(1);
      learnHabit(evaluation, wanted);
      const factor = isMap ? 1 : (upstream.dataSync()[0] as number);
      const image = (name: 'moving' | 'fixed') =>
        covers(wanted, name) ? { [name]: toImage(scaled(found[name] as Float32Array, factor), definition.shape) } : {};
      return { ...image('moving'), ...image('fixed') };
    },
  };
}

const covers = (computed: GradientSet, wanted: GradientSet): boolean => computed === wanted || computed === 'both';

/** Always after the sweep, so that a gradient ahead of its factor has the same bits; faster than tf.mul on the cpu. */
function scaled(values: Float32Array, factor: number): Float32Array {
  if (factor === 1) return values;
  const result = new Float32Array(values.length);
  for (let index = 0; index < values.length; index++) result[index] = (values[index] as number) * factor;
  return result;
}
