import {
  assertLength,
  assertMask,
  type LnccRequest,
  oneOf,
  type PreparedFixed,
  type ResolvedDefinition,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '@fast-lncc/core';

type Request = LnccRequest<Float32Array>;

/** A request that has been checked, with its defaults filled in. */
export interface CheckedRequest extends Required<Pick<Request, 'moving' | 'upstream' | 'gradients' | 'map'>> {
  readonly fixed: Float32Array;
  readonly prepared: PreparedFixed<Float32Array> | undefined;
  readonly mask: Float32Array | undefined;
}

/** @throws ShapeMismatchError, UnsupportedOptionError, InvalidDataError */
export function checkRequest(definition: ResolvedDefinition, request: Request): CheckedRequest {
  const { shape, reduction, mapShape } = definition;
  const { moving, fixed, mask, upstream = 1, gradients = 'none', map = reduction === 'none' } = request;
  oneOf('gradients', gradients, ['none', 'moving', 'fixed', 'both']);
  const prepared = 'definition' in fixed ? fixed : undefined;
  const image = 'definition' in fixed ? fixed.image : fixed;
  assertLength('moving', moving.length, shape);
  assertLength('fixed', image.length, shape);
  if (mask !== undefined) assertMask(mask, shape);
  if (prepared !== undefined && (gradients === 'fixed' || gradients === 'both')) {
    throw new UnsupportedOptionError(
      `A prepared fixed image yields no gradient to itself, but gradients is '${gradients}'; pass the image instead.`,
    );
  }
  if (typeof upstream !== 'number') {
    if (reduction !== 'none') {
      throw new ShapeMismatchError(
        `upstream is an array, but reduction '${reduction}' gives one number; pass a number or use reduction 'none'.`,
      );
    }
    assertLength('upstream', upstream.length, mapShape);
  }
  return { moving, fixed: image, prepared, mask, upstream, gradients, map };
}
