import { InvalidDataError } from '@fast-lncc/core';
import type { NumberType } from '../arrays/number-type.ts';
import { numpyType } from '../arrays/numpy-type.ts';
import { latin1Text } from '../latin1-text.ts';

/** What stands before the numbers of an npy array. */
export interface NpyHeader {
  readonly type: NumberType;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly offset: number;
}

const magic = '\x93NUMPY';
/** NumPy itself refuses longer ones. */
const longestHeader = 10_000;

/**
 * The header of an npy array of version 1, 2 or 3: the magic, the version, a length, and a Python dictionary with `descr`,
 * `fortran_order` and `shape`. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws InvalidDataError when there is none, or it describes no array of real numbers.
 */
export function parseNpyHeader(bytes: Uint8Array, path: string): NpyHeader {
  const refuse = (what: string, wayOut: string) => new InvalidDataError(`${path} ${what}. ${wayOut}`);
  const text = (start: number, end: number) => latin1Text(bytes.subarray(start, end));
  const found = text(0, magic.length);
  if (!magic.startsWith(found)) throw refuse('is not an .npy array', 'Save it with numpy.save or numpy.savez.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  const start = version === 1 ? 10 : 12;
  const truncated = `is truncated within the header of its npy array: ${bytes.length} bytes`;
  if (version === undefined || bytes.length < start) throw refuse(truncated, 'Copy it again.');
  if (version < 1 || version > 3)
    throw refuse(`is an npy array of version ${version}`, 'Versions 1 to 3 are read here.');
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) throw refuse(`has an npy header of ${length} bytes`, 'Save it as plain float32.');
  const offset = start + length;
  if (bytes.length < offset) throw refuse(truncated, 'Copy it again.');
  const dictionary = text(start, offset);
  const type = /'descr'\s*:\s*'([<>|=])([a-zA-Z]\d*)'/.exec(dictionary);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(dictionary);
  const shape = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(dictionary);
  const kind = numpyType(type?.[2] ?? '');
  if (!kind) {
    const name = type ? `the numpy type "${type[2]}"` : 'a numpy type other than a plain number';
    throw refuse(`holds values of ${name}, not real numbers`, 'Save it as float32.');
  }
  if (!order || !shape) throw refuse('has an npy header without shape or order', 'Save it again.');
  const extents = shape[1]!.split(',').filter((part) => part.trim() !== '');
  return {
    type: kind,
    littleEndian: type![1] !== '>',
    fortranOrder: order[1] === 'True',
    shape: extents.map((part) => Number.parseInt(part, 10)),
    offset,
  };
}
