import type { LnccError } from './errors.ts';

/** `[2, 1, 9, 10, 8]` as messages show it. */
export const formatShape = (shape: readonly unknown[]): string => `[${shape.join(', ')}]`;

export const isObject = (value: unknown): value is object => Object(value) === value;

/** A class of the errors of this project. */
export type ErrorClass = new (message: string) => LnccError;

/** @throws the error with the value, and what it must be, unless it is valid. */
export function assertValid(
  valid: unknown,
  Failure: ErrorClass,
  name: string,
  value: unknown,
  wanted: string,
): asserts valid {
  if (valid) return;
  const shown = typeof value === 'string' ? `'${value}'` : isObject(value) ? formatShape(Object.values(value)) : value;
  throw new Failure(`${name} is ${shown}; it must be ${wanted}.`);
}
