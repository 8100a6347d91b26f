import { InvalidDataError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { readVolume } from '../../src/data/read-volume.ts';
import { type NpyFields, npyBytes, npzBytes, temporaryFile } from '../files.ts';

const values = Array.from({ length: 24 }, (_, index) => index);

describe('npy', () => {
  const types: readonly NonNullable<NpyFields['type']>[] = ['<f4', '<f8', '<i2', '<i8', '|u1'];
  test.each(types)('%s in C order', (type) => {
    const volume = readVolume(temporaryFile('scan.npy', npyBytes(values, { type })));
    expect(volume.shape).toEqual([2, 3, 4]);
    expect([...volume.data]).toEqual(values);
  });

  test('Fortran order is transposed', () => {
    const volume = readVolume(temporaryFile('scan.npy', npyBytes(values, { fortran: true })));
    const expected = [0, 1].flatMap((d) => [0, 1, 2].flatMap((h) => [0, 1, 2, 3].map((w) => d + 2 * h + 6 * w)));
    expect([...volume.data]).toEqual(expected);
  });

  test('axes of extent 1 are dropped until three are left', () => {
    const volume = readVolume(temporaryFile('scan.npy', npyBytes(values, { shape: [1, 2, 12, 1, 1] })));
    expect(volume.shape).toEqual([2, 12, 1]);
  });
});

describe('npz', () => {
  test('vol is read, whatever else there is', () => {
    const bytes = npzBytes({ seg: npyBytes([1], { shape: [1] }), vol: npyBytes(values, { type: '<f8' }) });
    expect([...readVolume(temporaryFile('scan.npz', bytes)).data]).toEqual(values);
  });

  test('the only array is read under any name', () => {
    const bytes = npzBytes({ image: npyBytes(values) });
    expect([...readVolume(temporaryFile('scan.npz', bytes)).data]).toEqual(values);
  });
});

const npy = npyBytes(values);
const npz = npzBytes({ vol: npy });

test.each([
  { name: 'scan.npy', what: 'a cut prefix', bytes: npy.subarray(0, 5), words: ['truncated'] },
  { name: 'scan.npy', what: 'a cut header', bytes: npy.subarray(0, 40), words: ['truncated'] },
  { name: 'scan.npy', what: 'no data', bytes: npy.subarray(0, npy.length - 96), words: ['24 numbers, it has 0'] },
  { name: 'scan.npy', what: 'cut data', bytes: npy.subarray(0, npy.length - 8), words: ['24 numbers, it has 22'] },
  { name: 'scan.npy', what: 'half a number', bytes: npy.subarray(0, npy.length - 2), words: ['truncated'] },
  {
    name: 'scan.npy',
    what: 'another magic',
    bytes: Buffer.from('not a numpy file at all'),
    words: ['not an .npy array'],
  },
  { name: 'scan.npy', what: 'complex', bytes: npyBytes([...values, ...values], { type: '<c8' }), words: ['"c8"'] },
  { name: 'scan.npy', what: 'two axes', bytes: npyBytes(values, { shape: [4, 6] }), words: ['4x6', 'three axes'] },
  { name: 'scan.npy', what: 'four axes', bytes: npyBytes(values, { shape: [2, 2, 2, 3] }), words: ['2x2x2x3'] },
  { name: 'scan.npy', what: 'no voxel', bytes: npyBytes([], { shape: [0, 3, 4] }), words: ['no voxel', '0x3x4'] },
  { name: 'scan.npy', what: 'infinity', bytes: npyBytes(values.with(7, Infinity)), words: ['Infinity', '(0, 1, 3)'] },
  { name: 'scan.npz', what: 'a cut zip', bytes: npz.subarray(0, npz.length - 10), words: ['truncated'] },
  { name: 'scan.npz', what: 'the start of a zip', bytes: npz.subarray(0, 20), words: ['truncated', '20 bytes'] },
  { name: 'scan.npz', what: 'no zip', bytes: npy, words: ['not a complete npz'] },
  { name: 'scan.npz', what: 'other arrays', bytes: npzBytes({ a: npy, b: npy }), words: ['"vol"', 'a, b', 'savez'] },
  { name: 'scan.npz', what: 'no array', bytes: npzBytes({}), words: ['none'] },
])('$name with $what is refused, naming the file', ({ name, bytes, words }) => {
  const path = temporaryFile(name, bytes);
  let message = '';
  try {
    readVolume(path);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidDataError);
    message = (error as Error).message;
  }
  for (const word of [path, ...words]) expect(message).toContain(word);
});
