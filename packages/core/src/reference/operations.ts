import type { Operations } from '../program/operations.ts';
import { sizeOf } from '../shape.ts';
import { outerProduct, type Window } from '../window.ts';
import { type ArrayMap, combineElements, sumTo } from './array-map.ts';

const sum = (a: ArrayMap, b: ArrayMap | number) => combineElements(a, b, (left, right) => left + right);

const product = (a: ArrayMap, b: ArrayMap | number) => combineElements(a, b, (left, right) => left * right);

const quotient = (a: ArrayMap, b: ArrayMap | number) => combineElements(a, b, (left, right) => left / right);

const meanTo = (map: ArrayMap, shape: readonly number[]): ArrayMap =>
  quotient(sumTo(map, shape), map.data.length / sizeOf(shape));

/**
 * The verbs on float64 arrays: the oracle every backend is held against, written to be read. Window sums are direct
 * sums, so nothing is formed by subtraction.
 */
export const referenceOperations: Operations<ArrayMap> = {
  add: sum,
  subtract: (a, b) => combineElements(a, b, (left, right) => left - right),
  multiply: product,
  divide: quotient,
  scale: product,
  shift: sum,
  maximum: (a, floor) => combineElements(a, floor, Math.max),
  minimum: (a, ceiling) => combineElements(a, ceiling, Math.min),
  squareRoot: (a) => combineElements(a, 0, Math.sqrt),
  reciprocal: (a) => combineElements(a, 0, (value) => 1 / value),
  whereAbove: (test, threshold, value) =>
    combineElements(test, value, (tested, chosen) => (tested > threshold ? chosen : 0)),
  whereAtMost: (test, limit, value) => combineElements(test, value, (tested, chosen) => (tested <= limit ? chosen : 0)),
  field: (vectors) => ({ shape: [1, 1, ...vectors.map((vector) => vector.length)], data: outerProduct(vectors) }),
  windowSums: (maps, window) => maps.map((map) => windowSum(map, window)),
  imageMean: (map) =>
    meanTo(
      map,
      map.shape.map((length, axis) => (axis < 2 ? length : 1)),
    ),
  sumChannels: (map) =>
    sumTo(
      map,
      map.shape.map((length, axis) => (axis === 1 ? 1 : length)),
    ),
  sum: (map) => sumTo(map, []),
  mean: (map) => meanTo(map, []),
};

/** `B[f]`, zeros outside: one direct pass per axis, or one over all axes for a window with dense weights of its own. */
export function windowSum({ shape, data }: ArrayMap, { factors, radius, dense }: Window): ArrayMap {
  const sumAlong = radius.map((reach, axis) => axisSum(shape, axis + 2, reach));
  if (dense === undefined) {
    const pass = (values: Float64Array, factor: Float64Array, axis: number) =>
      values.map((_, index) => sumAlong[axis]!(index, (tap, at) => factor[tap]! * values[at]!));
    return { shape, data: factors.reduce(pass, data) };
  }
  const sumFrom = (axis: number, taps: number, index: number): number =>
    sumAlong[axis]?.(index, (tap, at) => sumFrom(axis + 1, taps * factors[axis]!.length + tap, at)) ??
    dense[taps]! * data[index]!;
  return { shape, data: data.map((_, index) => sumFrom(0, 0, index)) };
}

/** The sum of `term(tap, at)` over the voxels inside the image and within the radius of one voxel, along one axis. */
function axisSum(shape: readonly number[], axis: number, radius: number) {
  const length = shape[axis] as number;
  const stride = sizeOf(shape.slice(axis + 1));
  return (index: number, term: (tap: number, at: number) => number): number => {
    const position = Math.floor(index / stride) % length;
    const last = Math.min(radius, length - 1 - position);
    let sum = 0;
    for (let offset = Math.max(-radius, -position); offset <= last; offset++) {
      sum += term(offset + radius, index + offset * stride);
    }
    return sum;
  };
}
