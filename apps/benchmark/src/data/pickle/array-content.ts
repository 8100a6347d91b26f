import { bytesPerNumber } from '../arrays/number-type.ts';
import { countOrProblem, firstAxisFastest, lastAxisFastest } from '../arrays/stored-array.ts';
import { formatShape } from '../volume.ts';
import type { Refuse } from './refuse.ts';
import { type ArrayContent, isKind, nameOf, type PickleType, type PickleValue } from './values.ts';

/** The state of an `ndarray`, as `__reduce__` writes it: `(version, shape, dtype, is Fortran, bytes)`. */
export function stateContent(items: readonly PickleValue[] | undefined, refuse: Refuse): ArrayContent {
  const [version, shape, dtype, fortran, data] = items ?? [];
  if (items?.length !== 5 || version !== 1) throw refuse('a state that is not one of a NumPy array');
  const extents = extentsOf(shape, refuse);
  return content(data, dtype, extents, fortran ? firstAxisFastest(extents) : lastAxisFastest(extents), refuse);
}

/** The arguments of `_frombuffer`, as protocol 5 has them: `(bytes, dtype, shape, order)`, and for order K its axes. */
export function frombufferContent(values: readonly PickleValue[], refuse: Refuse): ArrayContent {
  const [data, dtype, shape, order, axes] = values;
  const extents = extentsOf(shape, refuse);
  const name = isKind(order, 'text') ? new TextDecoder().decode(order.bytes.subarray(0, 20)) : nameOf(order);
  if (name === 'C' || name === 'A') return content(data, dtype, extents, lastAxisFastest(extents), refuse);
  if (name === 'F') return content(data, dtype, extents, firstAxisFastest(extents), refuse);
  if (name !== 'K') throw refuse(`an array in the order ${JSON.stringify(name)}`);
  // Stored in C order, and then transposed: axis i of the array is the stored axis order[i].
  const strides = lastAxisFastest(extents);
  const turned = permutation(axes, extents.length, refuse);
  const pick = (numbers: readonly number[]) => turned.map((axis) => numbers[axis]!);
  return content(data, dtype, pick(extents), pick(strides), refuse);
}

function content(
  data: PickleValue | undefined,
  dtype: PickleValue | undefined,
  shape: readonly number[],
  strides: readonly number[],
  refuse: Refuse,
): ArrayContent {
  if (!isKind(dtype, 'dtype')) throw refuse(`${nameOf(dtype)} in place of a NumPy type`);
  if (!isKind(data, 'bytes')) throw refuse(`${nameOf(data)} in place of the bytes of an array`);
  const count = countOrProblem(shape);
  if (typeof count === 'string') throw refuse(`${count},`);
  const needed = count * bytesPerNumber[dtype.type];
  const found = data.bytes.length;
  // A character of the text that stands for a byte takes one or two.
  const fits = data.isText ? found >= needed && found <= 2 * needed : found === needed;
  if (!fits) throw refuse(`${found} bytes for an array of ${describe(shape, dtype)}, which needs ${needed},`);
  return { bytes: data, type: dtype.type, littleEndian: dtype.littleEndian, shape, strides };
}

function describe(shape: readonly number[], { type }: PickleType): string {
  return `${formatShape(shape) || 'one'} ${type}`;
}

function extentsOf(shape: PickleValue | undefined, refuse: Refuse): number[] {
  const items = isKind(shape, 'tuple') ? shape.items : undefined;
  if (!items || items.length > 32 || !items.every((extent) => typeof extent === 'number')) {
    throw refuse(`${nameOf(shape)} in place of a shape`);
  }
  return items as number[];
}

function permutation(axes: PickleValue | undefined, rank: number, refuse: Refuse): number[] {
  const items = isKind(axes, 'tuple') || isKind(axes, 'list') ? axes.items : [];
  const isPermutation =
    items.length === rank && Array.from({ length: rank }, (_, axis) => axis).every((axis) => items.includes(axis));
  if (!isPermutation) throw refuse('an order of axes that is none');
  return items as number[];
}
