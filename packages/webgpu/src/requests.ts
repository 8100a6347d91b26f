import {
  type GradientSet,
  InvalidDataError,
  type LnccRequest,
  oneOf,
  type PreparedFixed,
  type ResolvedDefinition,
  ShapeMismatchError,
  sizeOf,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { bufferUsage } from './buffer-usage.ts';
import type { EvaluationKind } from './features.ts';

/**
 * An evaluation that is added to a command encoder. Buffers hold f32 in C order, `[batch, channels, ...spatial]`, with the
 * usage STORAGE; results are written into those that are given, and nothing is read back.
 */
export interface RecordRequest {
  readonly moving: GPUBuffer;
  readonly fixed: GPUBuffer | PreparedFixed<GPUBuffer>;
  /** One f32: the loss; with reduction `none` the sum of the map. */
  readonly loss: GPUBuffer;
  readonly gradientMoving?: GPUBuffer;
  readonly gradientFixed?: GPUBuffer;
  /** The score map in the definition's form, `[batch, channels, ...spatial]`; one channel where a window spans them. */
  readonly map?: GPUBuffer;
  /** Weights `m >= 0` of the images' shape; their values are not checked. */
  readonly mask?: GPUBuffer;
  /** dL/d(loss) as one f32, with reduction `none` dL/d(map). Default 1. */
  readonly upstream?: GPUBuffer;
}

/** A request whose buffers have been checked, by the names that shaders give them. */
export interface CheckedRecord {
  readonly kind: EvaluationKind;
  readonly buffers: Readonly<Record<string, GPUBuffer>>;
}

/**
 * @param one What upstream is where none is given.
 * @throws ShapeMismatchError for a buffer that is too small, UnsupportedOptionError for one that shaders may not use or that is
 * both read and written, InvalidDataError for what is no buffer.
 */
export function checkRecord(definition: ResolvedDefinition, request: RecordRequest, one: GPUBuffer): CheckedRecord {
  const { shape, mapShape, reduction } = definition;
  const { moving, loss, gradientMoving, gradientFixed, map, upstream } = request;
  const prepared = isPrepared(request.fixed) ? request.fixed : undefined;
  const fixed = isPrepared(request.fixed) ? request.fixed.image : request.fixed;
  const { mask } = request;
  const upstreamMap = upstream !== undefined && reduction === 'none';
  const read = { moving, fixed, mask, upstream };
  const written = { loss, gradientMoving, gradientFixed, map };
  const elements: Readonly<Record<string, number>> = {
    loss: 1,
    map: sizeOf(mapShape),
    upstream: upstreamMap ? sizeOf(mapShape) : 1,
  };
  const given = Object.entries({ ...read, ...written }).filter(
    ([name, buffer]) => buffer !== undefined || ['moving', 'fixed', 'loss'].includes(name),
  );
  for (const [name, buffer] of given) assertBuffer(name, buffer, elements[name] ?? sizeOf(shape));
  assertApart(read, written);
  if (prepared !== undefined && gradientFixed !== undefined) {
    throw new UnsupportedOptionError(
      'A prepared fixed image yields no gradient to itself, but gradientFixed is given; pass the image instead.',
    );
  }
  const gradients = gradientSet(gradientMoving, gradientFixed);
  const swapped = gradients === 'fixed';
  const named = {
    moving: swapped ? fixed : moving,
    fixed: swapped ? moving : fixed,
    loss,
    mask,
    map,
    gradientMoving: swapped ? gradientFixed : gradientMoving,
    gradientFixed: swapped ? undefined : gradientFixed,
    upstream: upstreamMap ? upstream : undefined,
    upstreamNumber: upstreamMap ? one : (upstream ?? one),
  };
  const buffers = Object.fromEntries(Object.entries(named).filter(([, buffer]) => buffer !== undefined));
  return {
    kind: { gradients, mask: mask !== undefined, map: map !== undefined, upstreamMap },
    buffers: buffers as Record<string, GPUBuffer>,
  };
}

const gradientSet = (moving: GPUBuffer | undefined, fixed: GPUBuffer | undefined): GradientSet =>
  moving === undefined ? (fixed === undefined ? 'none' : 'fixed') : fixed === undefined ? 'moving' : 'both';

/** What of an evaluation request decides about the buffers that are made for it. */
export interface WantedResults {
  readonly gradients: GradientSet;
  readonly map: boolean;
}

/** @throws UnsupportedOptionError, ShapeMismatchError */
export function wantedResults(definition: ResolvedDefinition, request: LnccRequest<unknown>): WantedResults {
  const { gradients = 'none', map = definition.reduction === 'none', upstream } = request;
  oneOf('gradients', gradients, ['none', 'moving', 'fixed', 'both']);
  if (isPrepared(request.fixed) && (gradients === 'fixed' || gradients === 'both')) {
    throw new UnsupportedOptionError(
      `A prepared fixed image yields no gradient to itself, but gradients is '${gradients}'; pass the image instead.`,
    );
  }
  if (upstream !== undefined && typeof upstream !== 'number' && definition.reduction !== 'none') {
    throw new ShapeMismatchError(
      `upstream is an image, but reduction '${definition.reduction}' gives one number; pass a number or use reduction 'none'.`,
    );
  }
  return { gradients, map };
}

export const isPrepared = <Image>(fixed: Image | PreparedFixed<Image>): fixed is PreparedFixed<Image> =>
  typeof fixed === 'object' && fixed !== null && 'definition' in fixed;

/** @throws InvalidDataError, ShapeMismatchError, UnsupportedOptionError */
export function assertBuffer(name: string, buffer: unknown, elements: number): asserts buffer is GPUBuffer {
  const { size, usage } = (buffer ?? {}) as Partial<GPUBuffer>;
  if (typeof size !== 'number' || typeof usage !== 'number') {
    throw new InvalidDataError(
      `${name} is ${typeof buffer === 'object' ? 'an object' : String(buffer)}; pass a GPUBuffer.`,
    );
  }
  if (size < 4 * elements) {
    throw new ShapeMismatchError(
      `${name} is a buffer of ${size} bytes; ${elements} elements of f32 take ${4 * elements}.`,
    );
  }
  if ((usage & bufferUsage.storage) === 0) {
    throw new UnsupportedOptionError(`${name} is a buffer of usage ${usage}; create it with GPUBufferUsage.STORAGE.`);
  }
}

type Buffers = Readonly<Record<string, GPUBuffer | undefined>>;

/** A dispatch may not read a buffer that it writes. */
function assertApart(read: Buffers, written: Buffers): void {
  const results = Object.entries(written).filter(([, buffer]) => buffer !== undefined);
  results.forEach(([name, buffer], at) => {
    const others = [...Object.entries(read), ...results.slice(0, at)];
    const same = others.find(([, other]) => other === buffer);
    if (same === undefined) return;
    throw new UnsupportedOptionError(`${name} is the same buffer as ${same[0]}; results need buffers of their own.`);
  });
}
