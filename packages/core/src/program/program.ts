import type { ResolvedDefinition } from '../resolve.ts';
import { type Center, centerOf } from './centering.ts';
import { type Correlation, correlation } from './correlation.ts';
import {
  type FixedSums,
  fixedSums,
  momentSums,
  momentsAdjoint,
  movingSums,
  type PreparedImages,
  prepareImage,
  type Sums,
} from './moments.ts';
import { inScope, type Operations } from './operations.ts';
import { type GradientSet, type PerImage, perImage } from './per-image.ts';
import { type Reduced, type Reduction, reduction, type Upstream } from './reduction.ts';
import { type Statistics, statistics } from './statistics.ts';

/** The two images, and the mask where there is one: full maps of one shape. */
export interface Images<T> {
  readonly moving: T;
  readonly fixed: T;
  readonly mask?: T | undefined;
}

/** Constants subtracted from the images; `undefined` where they are used as they are. */
export type UsedCenters<T> = PerImage<Center<T>>;

/** What is kept of a fixed image between evaluations: its center, S_J and S_JJ. */
export interface FixedState<T> {
  readonly center: Center<T>;
  readonly sums: FixedSums<T>;
}

/** What the gradient needs beside the images: the sums and the centers. Everything else is elementwise from these. */
export interface Residuals<T> {
  readonly sums: Sums<T>;
  readonly centers: UsedCenters<T>;
}

/** All intermediate values of one evaluation, for a gradient taken right away (graphs) or after {@link restore}. */
export interface Trace<T> extends Residuals<T>, PreparedImages<T> {
  readonly statistics: Statistics<T>;
  readonly correlation: Correlation<T>;
  readonly reduction: Reduction<T>;
}

/**
 * The loss: moments → window sums → statistics → correlation → reduction.
 *
 * `loss()` is a scalar (with reduction `none` the sum of the map), `map()` the score in the definition's form; what is
 * not asked for is not computed.
 */
export function forward<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  images: Images<T>,
  known?: FixedState<T>,
): Reduced<T> & { readonly trace: Trace<T> } {
  const { mask } = images;
  const centers = perImage((own) =>
    known && own === 'fixed' ? known.center : centerOf(operations, definition, own, images[own], mask),
  );
  const prepared = prepare(operations, definition, images, centers);
  const factors = known ? movingSums : { ...movingSums, ...fixedSums };
  const computed = inScope(operations, () =>
    momentSums(operations, definition, factors, prepared.images, centers, prepared.moments),
  );
  const sums = { ...computed, ...known?.sums } as Sums<T>;
  const trace = complete(operations, definition, mask, prepared, { centers, sums });
  return { ...trace.reduction.reduce(trace.correlation.score), trace };
}

/** Keeps what depends on the fixed image alone, so that later evaluations need three window sums instead of five. */
export function forwardFixed<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  image: T,
  mask?: T,
): FixedState<T> {
  const center = centerOf(operations, definition, 'fixed', image, mask);
  const moments = definition.mask.moments ? mask : undefined;
  const fixed = prepareImage(operations, image, center, moments);
  return { center, sums: momentSums(operations, definition, fixedSums, { fixed }, { fixed: center }, moments) };
}

/** Rebuilds a trace from the images and the residuals, elementwise: an eager backend keeps no more than those. */
export function restore<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  images: Images<T>,
  residuals: Residuals<T>,
): Trace<T> {
  const prepared = prepare(operations, definition, images, residuals.centers);
  return complete(operations, definition, images.mask, prepared, residuals);
}

/**
 * The gradient: the same stages, up. Window sums: three for one image, five for both.
 *
 * @param operations for the window sums and scopes; the elementwise part runs on those the trace was made with.
 */
export function adjoint<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  trace: Trace<T>,
  upstream: Upstream<T>,
  wanted: GradientSet,
): PerImage<T | undefined> {
  if (wanted === 'none') return perImage(() => undefined);
  const { statistics, correlation, reduction } = trace;
  const { weigh, finish } = reduction.adjoint(upstream);
  const scores = inScope(operations, () => correlation.adjoint(weigh, wanted));
  const maps = inScope(operations, () => statistics.adjoint(scores));
  return inScope(operations, () => momentsAdjoint(operations, definition, trace, maps, finish));
}

function prepare<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  { mask, ...images }: Images<T>,
  centers: UsedCenters<T>,
): PreparedImages<T> {
  const moments = definition.mask.moments ? mask : undefined;
  return { images: perImage((own) => prepareImage(operations, images[own], centers[own], moments)), moments };
}

function complete<T>(
  operations: Operations<T>,
  definition: ResolvedDefinition,
  mask: T | undefined,
  prepared: PreparedImages<T>,
  residuals: Residuals<T>,
): Trace<T> {
  const taken = inScope(operations, () => statistics(operations, definition, residuals.sums));
  return {
    ...prepared,
    ...residuals,
    statistics: taken,
    correlation: inScope(operations, () => correlation(operations, definition, taken)),
    reduction: reduction(operations, definition, mask, residuals.sums.count),
  };
}
