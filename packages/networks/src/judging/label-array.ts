import { InvalidDataError } from '@fast-lncc/core';

/** A label per voxel, C order. */
export type LabelArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

const constructors: Readonly<Record<string, new (length: number) => LabelArray>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
};

/** @throws InvalidDataError unless the labels are an array of integers of at most 32 bits. */
export function assertLabels(name: string, labels: LabelArray): void {
  constructorOf(name, labels);
}

/**
 * As many zeros of the same type.
 *
 * @throws InvalidDataError unless the labels are an array of integers of at most 32 bits.
 */
export function zerosLike<Labels extends LabelArray>(name: string, labels: Labels): Labels {
  const Constructor = constructorOf(name, labels);
  return new Constructor(labels.length) as Labels;
}

/** By the type of the elements: a Node Buffer is bytes, and its like is an array of bytes. */
function constructorOf(name: string, labels: LabelArray): new (length: number) => LabelArray {
  const Constructor = constructors[ArrayBuffer.isView(labels) ? labels[Symbol.toStringTag] : ''];
  if (Constructor !== undefined) return Constructor;
  throw new InvalidDataError(
    `${name} must be a typed array of integers, such as Uint8Array or Int16Array; convert it with Int16Array.from(${name}).`,
  );
}
