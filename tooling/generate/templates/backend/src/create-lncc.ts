import {
  adjoint,
  assertLength,
  assertMask,
  forward,
  forwardFixed,
  type LnccEvaluator,
  resolveDefinition,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { createOperations } from './operations.ts';
import { type CreateLnccOptions, splitOptions } from './options.ts';
import { createPreparedImages } from './prepared-fixed.ts';
import { checkRequest } from './requests.ts';
import { fromArray, type Tensor, toArray } from './tensor.ts';
import { windowSumsOf } from './window-sums/window-sums.ts';

/**
 * An LNCC of one definition and shape. Arrays are float32, C order, `[batch, channels, ...spatial]`; `map` has one
 * channel where the window spans the channels. A prepared fixed image serves the evaluator that prepared it.
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError before any work starts.
 */
export async function createLncc(options: CreateLnccOptions): Promise<LnccEvaluator<Float32Array>> {
  const { shape, algorithm, definition } = splitOptions(options);
  const resolved = resolveDefinition(definition, shape);
  const operations = createOperations(windowSumsOf[algorithm]);
  const preparedImages = createPreparedImages(resolved);
  const optionalTensor = (values: Float32Array | undefined) => values && fromArray(values, shape);
  const optionalArray = async <Name extends string>(name: Name, tensor: Tensor | undefined) =>
    (tensor ? { [name]: await toArray(tensor) } : {}) as { readonly [Key in Name]?: Float32Array };
  let open = true;
  const assertOpen = () => {
    if (!open) throw new UnsupportedOptionError('This evaluator has been disposed; create another one.');
  };
  const dispose = async () => {
    open = false;
  };

  return {
    definition: resolved,
    algorithm,
    async evaluate(request) {
      assertOpen();
      const {
        moving,
        fixed,
        prepared,
        mask,
        upstream,
        gradients: wanted,
        map: withMap,
      } = checkRequest(resolved, request);
      const known = prepared && preparedImages.stateOf(prepared, mask);
      const images = { moving: fromArray(moving, shape), fixed: fromArray(fixed, shape), mask: optionalTensor(mask) };
      const { loss, map, trace } = forward(operations, resolved, images, known);
      const pulled =
        typeof upstream === 'number' ? { number: upstream } : { map: fromArray(upstream, resolved.mapShape) };
      const gradients = adjoint(operations, resolved, trace, pulled, wanted);
      const [lossValue] = await toArray(loss());
      return {
        loss: lossValue as number,
        ...(await optionalArray('map', withMap ? map() : undefined)),
        gradients: {
          ...(await optionalArray('moving', gradients.moving)),
          ...(await optionalArray('fixed', gradients.fixed)),
        },
      };
    },
    async prepareFixed(fixed, mask) {
      assertOpen();
      assertLength('fixed', fixed.length, shape);
      if (mask !== undefined) assertMask(mask, shape);
      const state = forwardFixed(operations, resolved, fromArray(fixed, shape), optionalTensor(mask));
      return preparedImages.keep(fixed, { state, mask: mask?.slice() });
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
