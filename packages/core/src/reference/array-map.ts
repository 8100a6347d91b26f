import { sizeOf } from '../shape.ts';

/** A float64 array with its shape, `[batch, channels, ...spatial]`; axes of length 1 broadcast. */
export interface ArrayMap {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A scalar that broadcasts against maps of any rank. */
export const scalarMap = (value: number): ArrayMap => ({ shape: [], data: Float64Array.of(value) });

/** `combine` of two maps, broadcasting axes of length 1 (and scalars), or of a map and a number. */
export function combineElements(
  a: ArrayMap,
  b: ArrayMap | number,
  combine: (left: number, right: number) => number,
): ArrayMap {
  if (typeof b === 'number') return { shape: a.shape, data: a.data.map((value) => combine(value, b)) };
  const rank = Math.max(a.shape.length, b.shape.length);
  const shape = Array.from({ length: rank }, (_, axis) =>
    Math.max(lengthAt(a.shape, axis - rank), lengthAt(b.shape, axis - rank)),
  );
  const [left, right] = [broadcastTo(a, shape), broadcastTo(b, shape)];
  return { shape, data: left.map((value, index) => combine(value, right[index]!)) };
}

/** Sums over the axes along which the shape has length 1. */
export function sumTo(map: ArrayMap, shape: readonly number[]): ArrayMap {
  const data = new Float64Array(sizeOf(shape));
  const targets = broadcastTo({ shape, data: data.map((_, index) => index) }, map.shape);
  map.data.forEach((value, index) => {
    data[targets[index]!]! += value;
  });
  return { shape, data };
}

/** The elements of a map, repeated along the axes where it has length 1. */
function broadcastTo({ shape: own, data }: ArrayMap, shape: readonly number[]): Float64Array {
  if (String(own) === String(shape)) return data;
  const indices = shape.reduce<number[]>(
    (found, length, axis) => {
      const ownLength = lengthAt(own, axis - shape.length);
      return found.flatMap((index) =>
        Array.from({ length }, (_, position) => index * ownLength + (position % ownLength)),
      );
    },
    [0],
  );
  return Float64Array.from(indices, (index) => data[index]!);
}

/** The length of an axis counted from the last, −1; 1 before the first. */
const lengthAt = (shape: readonly number[], axis: number): number => shape.at(axis) ?? 1;
