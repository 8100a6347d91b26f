import { formatShape, type ResolvedDefinition, resolveDefinition, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { chooseMethod } from './choose-method.ts';
import { definitionDifferences } from './definition-differences.ts';
import { assertImage, assertMaskTensor, assertSameShape, channelsFirst } from './inputs.ts';
import type { Evaluation, Method } from './method.ts';
import { type LnccOptions, splitOptions } from './options.ts';
import { assertUsable, isPrepared, type PreparedFixed } from './prepared-fixed.ts';

/** Checks everything that can be checked without reading a tensor's values. */
export function planEvaluation(
  moving: tf.Tensor,
  fixed: tf.Tensor | PreparedFixed,
  options: LnccOptions,
): { readonly evaluation: Evaluation; readonly method: Method } {
  const split = splitOptions(options);
  const { definition: given, maskTensor, threads } = split;
  const prepared = isPrepared(fixed) ? fixed : undefined;
  const fixedImage = isPrepared(fixed) ? fixed.image : fixed;
  assertImage('moving', moving);
  if (prepared !== undefined) assertUsable(prepared);
  assertImage('fixed', fixedImage);
  assertSameShape(moving.shape, fixedImage.shape);
  const resolved = resolveDefinition(given, channelsFirst(moving.shape));
  if (maskTensor !== undefined) assertMaskTensor(maskTensor, moving.shape);
  if (prepared !== undefined) assertPreparedFor(prepared, resolved, maskTensor);
  const evaluation: Evaluation = {
    definition: resolved,
    given,
    threads,
    moving,
    fixed: fixedImage,
    maskTensor: maskTensor ?? prepared?.maskTensor,
    prepared,
    recorded: tf.engine().isTapeOn(),
  };
  return { evaluation, method: chooseMethod(split, resolved) };
}

function assertPreparedFor(
  { definition, maskTensorId }: PreparedFixed,
  resolved: ResolvedDefinition,
  maskTensor: tf.Tensor | undefined,
): void {
  const differences = definitionDifferences(resolved, definition);
  if (differences.length > 0) {
    throw new UnsupportedOptionError(
      `The fixed image was prepared with another definition: this call has ${differences.join(', ')}. Pass lncc the options that prepareFixed got, or prepare the image again.`,
    );
  }
  if (!resolved.mask.moments || maskTensor === undefined) return;
  if (maskTensorId !== maskTensor.id) {
    throw new UnsupportedOptionError(
      `The fixed image was prepared with ${maskTensorId === undefined ? 'no mask' : 'another mask'}, and mask.moments weighs its sums with it; give prepareFixed the maskTensor of shape ${formatShape(maskTensor.shape)} that lncc gets.`,
    );
  }
}
