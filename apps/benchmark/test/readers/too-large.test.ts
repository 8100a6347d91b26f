import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InvalidDataError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { readLabels } from '../../src/data/read-labels.ts';
import { readScan } from '../../src/data/read-scan.ts';
import { niftiBytes, npyBytes, npzBytes, temporaryFile, temporaryFolder } from '../files.ts';

const values = Array.from({ length: 24 }, (_, index) => index);
const megabytes = 2 ** 20;

/** Refused, naming file and words, before this process has taken much memory for it. */
function expectRefusal(path: string, words: readonly string[], read: (path: string) => unknown = readScan): void {
  const before = process.memoryUsage();
  let message = '';
  try {
    read(path);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidDataError);
    message = (error as Error).message;
  }
  for (const word of [path, ...words]) expect(message).toContain(word);
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  expect(arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(40 * megabytes);
}

/** A zip with one deflated file, and one number of its directory exchanged. */
function changedZip(content: Uint8Array, at: number, value: number, bytes: 2 | 4): Uint8Array {
  const zip = npzBytes({ vol: content });
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const entry = view.getUint32(zip.byteLength - 22 + 16, true);
  if (bytes === 2) view.setUint16(entry + at, value, true);
  else view.setUint32(entry + at, value, true);
  return zip;
}

describe('npz', () => {
  const npy = npyBytes(values);
  const bomb = Buffer.concat([npy, Buffer.alloc(100 * megabytes)]);

  test.each([
    { name: 'zeros behind the array', bytes: npzBytes({ vol: bomb }), words: ['24 numbers, it has 26214424'] },
    { name: 'more than is said', bytes: changedZip(bomb, 24, npy.length, 4), words: ['more than the 224 bytes'] },
    { name: '4 GiB of nothing', bytes: changedZip(npy, 24, 0xffffffff, 4), words: ['4294967295', 'not possible'] },
    { name: 'less than is said', bytes: changedZip(npy, 24, 220, 4), words: ['24 numbers, it has 23'] },
    { name: 'another checksum', bytes: changedZip(npy, 16, 1, 4), words: ['corrupt'] },
    { name: 'another method', bytes: changedZip(npy, 10, 12, 2), words: ['method 12', 'savez'] },
    { name: 'a password', bytes: changedZip(npy, 8, 1, 2), words: ['encrypted'] },
    { name: 'a place outside', bytes: changedZip(npy, 42, 5000, 4), words: ['outside', 'truncated'] },
    { name: 'a count of files', bytes: npzBytes({ vol: npy }).fill(9, -12, -10), words: ['after 1 of 2313'] },
  ])('$name is refused', ({ bytes, words }) => expectRefusal(temporaryFile('scan.npz', bytes), words));
});

describe('npy', () => {
  const shaped = (shape: readonly number[]) => npyBytes(values, { shape });
  test.each([
    { name: 'too many voxels', bytes: shaped([2048, 2048, 2048]), words: ['2^29', '2048x2048x2048'] },
    { name: 'numbers that are none', bytes: shaped([2 ** 60, 2 ** 60, 4]), words: ['which is none'] },
    { name: 'more than there are', bytes: shaped([512, 512, 512]), words: ['truncated', '134217728 numbers'] },
    {
      name: 'a long header',
      bytes: Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 2, 0, 255, 255, 255, 255),
      words: ['4294967295'],
    },
  ])('$name is refused', ({ bytes, words }) => expectRefusal(temporaryFile('scan.npy', bytes), words));
});

describe('NIfTI', () => {
  const huge = niftiBytes(values, { dims: [3, 32767, 32767, 32767] });
  const large = niftiBytes(values, { dims: [3, 500, 500, 500] });
  const behind = Buffer.concat([niftiBytes(values), Buffer.alloc(100 * megabytes)]);
  test.each([
    { name: 'too many voxels', bytes: huge, words: ['2^29'] },
    { name: 'too many voxels, gzipped', bytes: gzipSync(huge), words: ['2^29'] },
    { name: 'more than gzip can hold', bytes: gzipSync(large), words: ['500000352 bytes', 'cannot hold'] },
    { name: 'zeros behind the image, gzipped', bytes: gzipSync(behind), words: ['more than its header says'] },
  ])('$name is refused', ({ bytes, words }) => expectRefusal(temporaryFile('scan.nii', bytes), words));
});

describe('pickles', () => {
  const pickle = (...parts: readonly (number | string)[]) =>
    Buffer.concat(
      [0x80, 4, ...parts].map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part, 'latin1'))),
    );
  const long = (name: number) => pickle(name, 255, 255, 255, 255, 255, 255, 255, 127);
  const array = (shape: string, data: string) =>
    pickle(
      '\x8c\x16numpy._core.multiarray\x8c\x0c_reconstruct\x93cnumpy\nndarray\nK\x00\x85C\x01b\x87R(K\x01',
      shape,
      'cnumpy\ndtype\n\x8c\x02f4\x89\x88\x87R(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89',
      data,
      'tb.',
    );
  /** Each list holds the one before it twice: 2^n references, none of which may be followed. */
  const tree = `${']\x94'}${Array.from({ length: 100 }, (_, index) => `](h${String.fromCharCode(index)}h${String.fromCharCode(index)}e\x94`).join('')}`;

  test.each([
    { name: 'text of 2^63 bytes', bytes: long(0x8d), words: ['truncated', '0 are left'] },
    { name: 'bytes of 2^63', bytes: long(0x8e), words: ['truncated'] },
    { name: 'a bytearray of 2^63', bytes: long(0x96), words: ['truncated'] },
    { name: 'a frame of 2^63 bytes', bytes: long(0x95), words: ['a frame of 9223372036854776000 bytes', 'byte 2'] },
    { name: 'bytes of a negative length', bytes: pickle('B\xfb\xff\xff\xff.'), words: ['truncated'] },
    { name: 'a million values', bytes: pickle(')'.repeat(1e6), '.'), words: ['more than 10000 opcodes'] },
    { name: 'a tree of references', bytes: pickle(tree, '.'), words: ['100 values besides'] },
    { name: 'a list in itself', bytes: pickle(']\x94h\x00a.'), words: ['a list where a NumPy array is needed'] },
    {
      name: 'an array without content',
      bytes: pickle('\x8c\x16numpy._core.multiarray\x8c\x0c_reconstruct\x93cnumpy\nndarray\nK\x00\x85C\x01b\x87R.'),
      words: ['where a NumPy array is needed'],
    },
    {
      name: 'too many voxels',
      bytes: array('J\xff\xff\xff\x7fJ\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x87', 'C\x04abcd'),
      words: ['2^29'],
    },
    {
      name: 'a negative extent',
      bytes: array('J\xff\xff\xff\xffK\x01K\x01\x87', 'C\x04abcd'),
      words: ['the shape -1x1x1'],
    },
    {
      name: 'fewer bytes than voxels',
      bytes: array('K\x02K\x02K\x02\x87', 'C\x04abcd'),
      words: ['4 bytes for an array of 2x2x2 float32', '32'],
    },
    { name: 'an extent that is a tuple', bytes: array('))K\x01\x87', 'C\x04abcd'), words: ['in place of a shape'] },
  ])('$name is refused', ({ bytes, words }) => expectRefusal(temporaryFile('scan.pkl', bytes), words));
});

test('a folder is refused, and a file that is not there', () => {
  const folder = join(temporaryFolder(), 'scan.npz');
  mkdirSync(folder);
  expectRefusal(folder, ['no plain file']);
  expectRefusal('/nowhere/scan.pkl', ['no such file'], readLabels);
});
