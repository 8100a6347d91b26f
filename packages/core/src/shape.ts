import { ShapeMismatchError } from './errors.ts';
import { assertValid, formatShape } from './messages.ts';

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

export const isPositiveInteger = (value: number): boolean => Number.isInteger(value) && value > 0;

/**
 * Splits `[batch, channels, ...spatial]`.
 *
 * @throws ShapeMismatchError unless there are 1 to 3 spatial axes and every length is a positive integer.
 */
export function splitShape(shape: readonly number[]): {
  readonly batch: number;
  readonly channels: number;
  readonly spatial: readonly number[];
} {
  const [batch, channels, ...spatial] = shape as readonly [number, number, ...number[]];
  const rank = shape.length;
  assertValid(
    rank > 2 && rank < 6 && shape.every(isPositiveInteger),
    ShapeMismatchError,
    `shape of rank ${rank}`,
    shape,
    '[batch, channels, ...spatial], positive integers with 1, 2 or 3 spatial axes',
  );
  return { batch, channels, spatial };
}

/**
 * Checks that an array holds exactly the elements of a shape.
 *
 * @throws ShapeMismatchError naming the array, its length and the length the shape asks for.
 */
export function assertLength(name: string, length: number, shape: readonly number[]): void {
  const size = sizeOf(shape);
  if (length !== size) {
    throw new ShapeMismatchError(
      `${name} has ${length} elements, but shape ${formatShape(shape)} holds ${size}; give as many.`,
    );
  }
}

/** One value per axis from one for all or a list. */
export const perAxis = <Value>(given: Value | readonly Value[], axes: number): readonly Value[] =>
  typeof given === 'object' ? [...(given as readonly Value[])] : Array(axes).fill(given);
