import { InvalidDataError } from '@fast-lncc/core';
import { formatShape } from '../volume.ts';
import type { Scale } from './in-c-order.ts';
import { bytesPerNumber, type NumberType } from './number-type.ts';

/** An array as a file holds it: nothing of it has been converted, and `bytes` may be a part of the file's own buffer. */
export interface StoredArray {
  /** The numbers and nothing else: `bytesPerNumber[type]` for each. */
  readonly bytes: Uint8Array;
  readonly type: NumberType;
  readonly littleEndian: boolean;
  readonly shape: readonly number[];
  /** How many numbers lie between neighbors along each axis. */
  readonly strides: readonly number[];
  readonly scale?: Scale;
}

/** Four bytes for each of as many voxels are 2 GiB. */
const largestCount = 2 ** 29;

/** How many numbers a shape has, or why none are read, before anything is allocated for them. */
export function countOrProblem(shape: readonly number[]): number | string {
  const found = formatShape(shape.slice(0, 32)) || '()';
  if (shape.length > 32 || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) {
    return `the shape ${found}, which is none`;
  }
  const count = shape.includes(0) ? 0 : shape.reduce((product, extent) => product * extent, 1);
  return count <= largestCount ? count : `the shape ${found}, more than the 2^29 voxels that are read here`;
}

/**
 * How many numbers a shape has.
 *
 * @throws InvalidDataError when an extent is no whole number or there are more than 2^29 numbers.
 */
export function countOf(shape: readonly number[], path: string): number {
  const count = countOrProblem(shape);
  if (typeof count === 'number') return count;
  throw new InvalidDataError(`${path} has ${count}. Save the image again, cropped or shrunk where it is too large.`);
}

/** @throws InvalidDataError as {@link countOf}. */
export function byteLengthOf(shape: readonly number[], type: NumberType, path: string): number {
  return countOf(shape, path) * bytesPerNumber[type];
}

/** Strides of an array in C order: the last axis is contiguous. */
export function lastAxisFastest(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** Strides of an array in Fortran order: the first axis is contiguous. */
export function firstAxisFastest(shape: readonly number[]): number[] {
  return lastAxisFastest([...shape].reverse()).reverse();
}
