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
export const windowSum = (map: ArrayMap, { factors, radius, dense }: Window): ArrayMap =>
  dense === undefined
    ? factors.reduce((sum, factor, axis) => directSum(sum, axis + 2, [radius[axis]!], factor), map)
    : directSum(map, 2, radius, dense);

/** The weighted sum over the voxels inside the image and within the radius, along as many axes from the first. */
function directSum(
  { shape, data }: ArrayMap,
  first: number,
  radius: readonly number[],
  weights: Float64Array,
): ArrayMap {
  const lengths = shape.slice(first);
  const strides = lengths.map((_, axis) => sizeOf(lengths.slice(axis + 1)));
  const sumFrom = (axis: number, voxel: number, tap: number): number => {
    const reach = radius[axis];
    if (reach === undefined) return weights[tap]! * data[voxel]!;
    const position = Math.floor(voxel / strides[axis]!) % lengths[axis]!;
    const last = Math.min(reach, lengths[axis]! - 1 - position);
    let sum = 0;
    for (let offset = Math.max(-reach, -position); offset <= last; offset++) {
      sum += sumFrom(axis + 1, voxel + offset * strides[axis]!, tap * (2 * reach + 1) + reach + offset);
    }
    return sum;
  };
  return { shape, data: data.map((_, voxel) => sumFrom(0, voxel, 0)) };
}
