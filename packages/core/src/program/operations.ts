import type { SeparableField, Window } from '../window.ts';

/**
 * The verbs a framework lends; LNCC and its gradient are written once over them.
 *
 * `T` is a map: a tensor (eager), an edge of a graph, or an array (reference). Full maps have the shape
 * `[batch, channels, ...spatial]` (or whatever layout the backend keeps consistently); per-image constants from
 * `imageMean` and scalars from `sum` and `mean` broadcast against them, as do maps with one channel.
 */
export interface Operations<T> {
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  /** `factor · a` */
  scale(a: T, factor: number): T;
  /** `a + offset` */
  shift(a: T, offset: number): T;
  /** `max(a, floor)`; NaN stays NaN. */
  maximum(a: T, floor: number): T;
  /** `min(a, ceiling)`; NaN stays NaN. */
  minimum(a: T, ceiling: number): T;
  squareRoot(a: T): T;
  /** `1 / a` */
  reciprocal(a: T): T;
  /** `value` where `test > threshold`, 0 elsewhere (also where `test` is NaN): a selection, so NaN in `value` does not leak. */
  whereAbove(test: T, threshold: number, value: T | number): T;
  /** `value` where `test <= limit`, 0 elsewhere (also where `test` is NaN). */
  whereAtMost(test: T, limit: number, value: T | number): T;
  /** A constant map that is the product of one vector per spatial axis, broadcast over batch and channels. */
  field(vectors: SeparableField): T;
  /** Window sums of full maps, zeros outside the image. The only verb in which algorithms differ; its own adjoint. */
  windowSums(maps: readonly T[], window: Window): readonly T[];
  /** Mean over the spatial axes of every sample and channel, broadcasting back. */
  imageMean(map: T): T;
  /** Sum over channels, keeping an axis of length 1. */
  sumChannels(map: T): T;
  /** Sum over everything: a scalar. Its adjoint is the broadcast of that scalar. */
  sum(map: T): T;
  /** Mean over everything: a scalar. */
  mean(map: T): T;
  /**
   * Runs a stage of the program and frees every map made in it that is not part of its result (eager backends, such as
   * `tf.tidy`). Results are maps, or records and lists of them.
   */
  scope?<Result>(stage: () => Result): Result;
  /** Frees maps the program has finished with (eager backends). Never called on the inputs or on what is returned. */
  release?(maps: readonly T[]): void;
}

/** A stage in the scope of a backend that has them. */
export const inScope = <T, Result>(operations: Operations<T>, stage: () => Result): Result =>
  operations.scope?.(stage) ?? stage();

/** `map · factor`, or the map where there is no factor, or the factor where there is no map. */
export function multiplyPresent<T>(operations: Operations<T>, map: T, factor: T | undefined): T;
export function multiplyPresent<T>(operations: Operations<T>, map: T | undefined, factor: T | undefined): T | undefined;
export function multiplyPresent<T>(operations: Operations<T>, map: T | undefined, factor: T | undefined) {
  return map === undefined || factor === undefined ? (map ?? factor) : operations.multiply(map, factor);
}

/** `value` where a mask is positive, 0 elsewhere: a selection. Without a mask the value as it is. */
export const selectInside = <T, Value extends T | number>(
  operations: Operations<T>,
  mask: T | undefined,
  value: Value,
): T | Value => (mask === undefined ? value : operations.whereAbove(mask, 0, value));

/**
 * Smallest number of samples, and smallest sum of weights, divided by: an empty window has sums of exactly 0, so its
 * statistics are 0, and with no window left the loss is 0.
 */
export const leastDivisor = 1e-20;

/** `map / divisor` for a divisor that may be a number. */
export const divideBy = <T>(operations: Operations<T>, map: T, divisor: T | number): T =>
  typeof divisor === 'number' ? operations.scale(map, 1 / divisor) : operations.divide(map, divisor);
