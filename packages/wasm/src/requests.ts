import {
  assertLength,
  assertMask,
  type GradientSet,
  InvalidDataError,
  type LnccRequest,
  oneOf,
  type PreparedFixed,
  type ResolvedDefinition,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '@fast-lncc/core';

/** Where results are written; arrays from `allocate()` are written in place. */
export interface Targets {
  readonly moving?: Float32Array;
  readonly fixed?: Float32Array;
  readonly map?: Float32Array;
}

/** One evaluation; `into` names arrays for its results, which are new ones otherwise. */
export interface WasmRequest extends LnccRequest<Float32Array> {
  readonly into?: Targets;
}

/** A request that has been checked. */
export interface CheckedRequest {
  readonly moving: Float32Array;
  readonly fixed: Float32Array;
  readonly prepared: PreparedFixed<Float32Array> | undefined;
  readonly mask: Float32Array | undefined;
  readonly upstream: number | Float32Array;
  readonly gradients: GradientSet;
  readonly map: boolean;
  readonly into: Targets;
}

/**
 * @throws ShapeMismatchError, UnsupportedOptionError, InvalidDataError
 */
export function checkRequest(definition: ResolvedDefinition, request: WasmRequest): CheckedRequest {
  const { shape } = definition;
  const { moving, fixed, mask, upstream = 1, gradients = 'none', map = definition.reduction === 'none' } = request;
  oneOf('gradients', gradients, ['none', 'moving', 'fixed', 'both']);
  assertFloats('moving', moving, shape);
  const prepared = isPrepared(fixed) ? fixed : undefined;
  const image = isPrepared(fixed) ? fixed.image : fixed;
  assertFloats('fixed', image, shape);
  if (mask !== undefined) {
    assertFloats('mask', mask, shape);
    assertMask(mask, shape);
  }
  if (prepared !== undefined && (gradients === 'fixed' || gradients === 'both')) {
    throw new UnsupportedOptionError(
      `A prepared fixed image yields no gradient to itself, but gradients is '${gradients}'; pass the image instead.`,
    );
  }
  if (typeof upstream !== 'number') {
    if (definition.reduction !== 'none') {
      throw new ShapeMismatchError(
        `upstream is an array, but reduction '${definition.reduction}' gives one number; pass a number or use reduction 'none'.`,
      );
    }
    assertFloats('upstream', upstream, definition.mapShape);
  }
  const { into = {} } = request;
  if (into.moving) assertFloats('into.moving', into.moving, shape);
  if (into.fixed) assertFloats('into.fixed', into.fixed, shape);
  if (into.map) assertFloats('into.map', into.map, definition.mapShape);
  return { moving, fixed: image, prepared, mask, upstream, gradients, map, into };
}

/** @throws InvalidDataError unless the value is a Float32Array, ShapeMismatchError unless it has the shape's length. */
export function assertFloats(name: string, value: unknown, shape: readonly number[]): asserts value is Float32Array {
  if (!(value instanceof Float32Array)) {
    const kind = value === null || typeof value !== 'object' ? String(value) : (value.constructor?.name ?? 'an object');
    throw new InvalidDataError(`${name} is ${kind}; pass a Float32Array in C order, [batch, channels, ...spatial].`);
  }
  assertLength(name, value.length, shape);
}

const isPrepared = (fixed: Float32Array | PreparedFixed<Float32Array>): fixed is PreparedFixed<Float32Array> =>
  typeof fixed === 'object' && fixed !== null && 'definition' in fixed;
