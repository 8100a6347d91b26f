import type { LnccDefinition } from '../definition.ts';
import { InvalidDataError } from '../errors.ts';
import { assertValid } from '../messages.ts';
import { perImage } from '../program/per-image.ts';
import { adjoint, forward } from '../program/program.ts';
import { resolveDefinition } from '../resolve.ts';
import { assertLength } from '../shape.ts';
import type { ArrayMap } from './array-map.ts';
import { referenceOperations } from './operations.ts';

/** What {@link evaluateReference} evaluates. Arrays are in C order. */
export interface ReferenceRequest {
  readonly moving: ArrayLike<number>;
  readonly fixed: ArrayLike<number>;
  /** `[batch, channels, ...spatial]` */
  readonly shape: readonly number[];
  /** Mask `m >= 0` of the images' shape; see `LnccDefinition.mask`. */
  readonly mask?: ArrayLike<number>;
  /** dL/d(loss), or with reduction `none` dL/d(map). Default 1. */
  readonly upstream?: number | ArrayLike<number>;
}

/** The loss, the map with reduction `none`, and the exact gradients to both images. */
export interface ReferenceResult {
  /** With reduction `none` the sum of the map. */
  readonly loss: number;
  readonly map?: Float64Array;
  readonly gradients: { readonly moving: Float64Array; readonly fixed: Float64Array };
}

/**
 * The loss and its exact gradients in float64: slow, direct, and the oracle of every backend.
 *
 * With the default definition `loss = −mean(C² / (V_I V_J + ε))` over all voxels, samples and channels (the paper's
 * formula, centered, its variances clamped at 0 and its score to [0, 1]).
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, InvalidDataError before any work starts.
 */
export function evaluateReference(request: ReferenceRequest, definition: LnccDefinition = {}): ReferenceResult {
  const { shape, mask, upstream = 1 } = request;
  const resolved = resolveDefinition(definition, shape);
  const { reduction, mapShape } = resolved;
  const pair = perImage((own) => asMap(own, request[own], shape));
  if (mask !== undefined) assertMask(mask, shape);
  const images = { ...pair, mask: mask && asMap('mask', mask, shape) };
  const isMap = reduction === 'none';
  const pulled =
    typeof upstream === 'object' ? { map: asMap('upstream', upstream, isMap ? mapShape : []) } : { number: upstream };
  const { loss, map, trace } = forward(referenceOperations, resolved, images);
  const gradients = adjoint(referenceOperations, resolved, trace, pulled, 'both');
  return {
    loss: loss().data[0] as number,
    ...(isMap ? { map: map().data } : {}),
    gradients: perImage((own) => (gradients[own] as ArrayMap).data),
  };
}

function asMap(name: string, values: ArrayLike<number>, shape: readonly number[]): ArrayMap {
  assertLength(name, values.length, shape);
  return { shape, data: Float64Array.from(values) };
}

/**
 * Checks a mask held as an array: the images' shape, no negative or NaN weight, not all zero.
 *
 * @throws ShapeMismatchError, InvalidDataError
 */
export function assertMask(mask: ArrayLike<number>, shape: readonly number[]): void {
  assertLength('mask', mask.length, shape);
  let index = 0;
  let total = 0;
  // One pass: every evaluation with a mask begins with it. Past the end nothing is positive or 0.
  while (mask[index]! >= 0) total += mask[index++]!;
  assertValid(index === mask.length, InvalidDataError, `mask[${index}]`, mask[index], '0 or positive');
  assertValid(total > 0, InvalidDataError, 'mask', 0, 'positive somewhere');
}
