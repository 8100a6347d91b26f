import type { NumberType } from '../arrays/number-type.ts';
import type { StoredArray } from '../arrays/stored-array.ts';

/**
 * Everything that a pickle can become here. Text and bytes are parts of the file, not copies, so that no sequence of
 * opcodes takes more memory than a small object for each.
 */
export type PickleValue =
  | number
  | boolean
  | null
  | PickleText
  | PickleBytes
  | PickleSequence<'tuple'>
  | PickleSequence<'list'>
  | PickleGlobal
  | PickleType
  | PickleArray;

/** A string, still as UTF-8. */
export interface PickleText {
  readonly kind: 'text';
  readonly bytes: Uint8Array;
}

/** Bytes, or the text that protocol 2 writes in their place: each character is one byte. */
export interface PickleBytes {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
  readonly isText: boolean;
}

export interface PickleSequence<Kind extends 'tuple' | 'list'> {
  readonly kind: Kind;
  readonly items: PickleValue[];
}

export interface PickleGlobal {
  readonly kind: 'global';
  readonly name: string;
}

/** A `numpy.dtype`; its byte order comes after it, by BUILD. */
export interface PickleType {
  readonly kind: 'dtype';
  readonly type: NumberType;
  littleEndian: boolean;
}

/** A `numpy.ndarray`; its content comes with it, or after it, by BUILD. */
export interface PickleArray {
  readonly kind: 'array';
  content?: ArrayContent;
}

export interface ArrayContent extends Omit<StoredArray, 'bytes'> {
  readonly bytes: PickleBytes;
}

/** What a value is, in words. */
export function nameOf(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  return typeof value === 'object' ? `a ${value.kind}` : String(value);
}

export function isKind<Kind extends Exclude<PickleValue, number | boolean | null>['kind']>(
  value: PickleValue | undefined,
  kind: Kind,
): value is Extract<PickleValue, { readonly kind: Kind }> {
  return typeof value === 'object' && value !== null && value.kind === kind;
}
