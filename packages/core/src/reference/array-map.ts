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
  const [indexA, indexB] = [broadcastIndex(a.shape, shape), broadcastIndex(b.shape, shape)];
  const data = new Float64Array(sizeOf(shape));
  return {
    shape,
    data: data.map((_, index) => combine(a.data[indexA(index)] as number, b.data[indexB(index)] as number)),
  };
}

/** Sums over the axes along which the shape has length 1. */
export function sumTo(map: ArrayMap, shape: readonly number[]): ArrayMap {
  const data = new Float64Array(sizeOf(shape));
  const target = broadcastIndex(shape, map.shape);
  map.data.forEach((value, index) => {
    data[target(index)]! += value;
  });
  return { shape, data };
}

/** From a linear index of a shape to the linear index of the element of a map that is broadcast there. */
function broadcastIndex(own: readonly number[], shape: readonly number[]): (index: number) => number {
  if (String(own) === String(shape)) return (index) => index;
  return (index) => {
    let [rest, at, stride] = [index, 0, 1];
    for (let axis = -1; axis >= -shape.length; axis--) {
      const [length, ownLength] = [lengthAt(shape, axis), lengthAt(own, axis)];
      at += ((rest % length) % ownLength) * stride;
      stride *= ownLength;
      rest = Math.floor(rest / length);
    }
    return at;
  };
}

/** The length of an axis counted from the last, −1; 1 before the first. */
const lengthAt = (shape: readonly number[], axis: number): number => shape.at(axis) ?? 1;
