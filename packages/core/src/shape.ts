import { ShapeMismatchError } from './errors.ts';
import { assertValid, type ErrorClass, formatShape } from './messages.ts';

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
    `shape of length ${rank}`,
    shape,
    '[batch, channels, ...spatial], 3 to 5 positive integers',
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
  assertValid(
    length === size,
    ShapeMismatchError,
    `length of ${name}`,
    length,
    `${size} for shape ${formatShape(shape)}`,
  );
}

/**
 * One number per axis from one for all or a list.
 *
 * @throws the error for a list of another length.
 */
export function perAxis(
  name: string,
  given: number | readonly number[],
  axes: number,
  Failure: ErrorClass,
): readonly number[] {
  const values = typeof given === 'object' ? Object.values(given) : Array<number>(axes).fill(given);
  const { length } = values;
  assertValid(length === axes, Failure, `${name} of length ${length}`, values, `one number, or ${axes}`);
  return values;
}
