import {
  adjoint,
  type Images,
  type Operations,
  type Residuals,
  type ResolvedDefinition,
  restore,
} from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { toImage, toMap } from './layout.ts';

/** What the way back starts from. */
export interface Back {
  readonly maps: Images<tf.Tensor>;
  readonly residuals: Residuals<tf.Tensor>;
  readonly upstream: tf.Tensor;
}

/**
 * The exact gradient to one image, elementwise from the residuals but for three window sums.
 *
 * @param covarianceSum `B[dL/dC]`, which both images' gradients contain: returned by the first call, and given to the
 * second it saves one of its sums.
 */
export function imageGradient(
  operations: Operations<tf.Tensor>,
  definition: ResolvedDefinition,
  { maps, residuals, upstream: given }: Back,
  which: 'moving' | 'fixed',
  covarianceSum: tf.Tensor | undefined,
): { readonly image: tf.Tensor; readonly covarianceSum: tf.Tensor } {
  return tf.tidy(() => {
    const trace = restore(operations, definition, maps, residuals);
    const upstream = definition.reduction === 'none' ? { map: toMap(given) } : { scalar: given };
    const sharing = shareFirstSum(operations, covarianceSum);
    const gradient = adjoint(sharing.operations, definition, trace, upstream, which)[which] as tf.Tensor;
    return { image: toImage(gradient, definition.spatial), covarianceSum: sharing.firstSum() };
  });
}

/** The adjoint sends all its maps through the window at once, dL/dC first, whichever gradient is asked for. */
function shareFirstSum(operations: Operations<tf.Tensor>, known: tf.Tensor | undefined) {
  let first = known;
  return {
    operations: {
      ...operations,
      windowSums: ((maps, window) => {
        const sums = operations.windowSums(first === undefined ? maps : maps.slice(1), window);
        if (first !== undefined) return [first, ...sums];
        first = sums[0];
        return sums;
      }) satisfies Operations<tf.Tensor>['windowSums'],
      // What is shared must outlive the stage that made it.
      scope: ((stage) => {
        const run = () => ({ result: stage(), first });
        return (operations.scope?.(run) ?? run()).result;
      }) satisfies Operations<tf.Tensor>['scope'],
    },
    firstSum: () => first as tf.Tensor,
  };
}
