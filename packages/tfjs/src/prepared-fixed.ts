import { InvalidDataError, type ResolvedDefinition, resolveDefinition } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { chooseMethod } from './choose-method.ts';
import { assertImage, assertMaskTensor, channelsFirst } from './inputs.ts';
import type { PreparedState } from './method.ts';
import { type LnccOptions, splitOptions } from './options.ts';

/**
 * A fixed image with what depends on it alone (its two window sums, its center), so that `lncc` needs three window sums
 * instead of five; the algorithm `fused`, which is faster without the sums, keeps its values. It takes part in no
 * gradient. Its tensors outlive `tf.tidy`; whoever made it disposes it.
 */
export interface PreparedFixed {
  readonly definition: ResolvedDefinition;
  /** The image, sharing its data with the tensor it was made from. */
  readonly image: tf.Tensor;
  /** The mask it was prepared with, and the id of the tensor that it was given as. */
  readonly maskTensor?: tf.Tensor;
  readonly maskTensorId?: number;
  /** Empty after `dispose()`. */
  readonly state: PreparedState;
  readonly isDisposed: boolean;
  dispose(): void;
}

/**
 * Keeps the window sums of a fixed image for later calls of `lncc` with the same options.
 *
 * @param fixed float32 `[batch, ...spatial, channels]`, rank 3, 4 or 5. It may be disposed afterwards.
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, InvalidDataError, and MissingRuntimeError for
 * the algorithm `fused` where it has not been imported, before any work starts.
 */
export function prepareFixed(fixed: tf.Tensor, options: LnccOptions = {}): PreparedFixed {
  const split = splitOptions(options);
  const { maskTensor } = split;
  assertImage('fixed', fixed);
  const definition = resolveDefinition(split.definition, channelsFirst(fixed.shape));
  if (maskTensor !== undefined) assertMaskTensor(maskTensor, fixed.shape);
  const method = chooseMethod(split, definition);
  let state = keepState(() => method.prepare(definition, fixed, maskTensor));
  const image = keepCopy(fixed);
  const mask = maskTensor === undefined ? undefined : keepCopy(maskTensor);
  return {
    definition,
    image,
    ...(mask === undefined || maskTensor === undefined ? {} : { maskTensor: mask, maskTensorId: maskTensor.id }),
    get state() {
      return state;
    },
    get isDisposed() {
      return image.isDisposed;
    },
    dispose() {
      tf.dispose([image, mask, state.sums] as tf.TensorContainer);
      state = {};
    },
  };
}

/** @throws InvalidDataError for a prepared image that has been disposed. */
export function assertUsable(prepared: PreparedFixed): void {
  if (prepared.isDisposed) {
    throw new InvalidDataError('The prepared fixed image has been disposed; prepare it again with prepareFixed.');
  }
}

export function isPrepared(fixed: tf.Tensor | PreparedFixed): fixed is PreparedFixed {
  return typeof fixed === 'object' && fixed !== null && 'state' in fixed && 'definition' in fixed;
}

/** What a method prepares, with tensors that survive `tf.tidy`. */
function keepState(prepare: () => PreparedState): PreparedState {
  let values: Float32Array | undefined;
  const sums = tf.tidy(() => {
    const prepared = prepare();
    // Not through tidy, which would look for tensors in every element.
    values = prepared.values;
    return prepared.sums && (keepSums(prepared.sums) as unknown as tf.TensorContainerObject);
  }) as PreparedState['sums'] | undefined;
  return { ...(sums === undefined ? {} : { sums }), ...(values === undefined ? {} : { values }) };
}

function keepSums({ center, sums }: NonNullable<PreparedState['sums']>): PreparedState['sums'] {
  return {
    center: center instanceof tf.Tensor ? keepCopy(center) : center,
    sums: {
      fixed: keepCopy(sums.fixed),
      fixedSquared: keepCopy(sums.fixedSquared),
      ...(sums.count === undefined ? {} : { count: keepCopy(sums.count) }),
    },
  };
}

/** Shares the data of a tensor, and survives `tf.tidy`. */
const keepCopy = (tensor: tf.Tensor): tf.Tensor => tf.keep(tf.clone(tensor));
