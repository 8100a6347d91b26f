import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { readLabels } from '../../src/data/read-labels.ts';
import { readScan } from '../../src/data/read-scan.ts';
import { niftiBytes, npyBytes, npzBytes, temporaryFile } from '../files.ts';

const values = Array.from({ length: 24 }, (_, index) => (index * 7) % 24);
const file = (name: string, bytes: Uint8Array) => temporaryFile(name, bytes);

describe('labels', () => {
  test('seg of an npz, whether or not there is an image', () => {
    const image = npyBytes(values.map((value) => value / 2));
    const labels = npyBytes(values, { type: '<i8' });
    const both = readScan(file('scan.npz', npzBytes({ vol: image, seg: labels, other: image })));
    expect([...both.labels!.data]).toEqual(values);
    expect(both.labels!.data).toBeInstanceOf(Uint16Array);
    expect([...readLabels(file('scan.npz', npzBytes({ seg: labels, other: image }))).data]).toEqual(values);
  });

  test('the only array of an npz, an npy and a NIfTI file, whose orientation they keep', () => {
    expect([...readLabels(file('l.npz', npzBytes({ labels: npyBytes(values) }))).data]).toEqual(values);
    expect([...readLabels(file('l.npy', npyBytes(values, { type: '<f8' }))).data]).toEqual(values);
    const sform = [
      [0, 0, 2, -4],
      [1, 0, 0, 5],
      [0, 3, 0, 6],
    ];
    const nifti = readLabels(file('l.nii.gz', niftiBytes(values, { datatype: 8, sform, gzip: true })));
    expect(nifti.affine).toEqual(sform);
    expect([...nifti.data].sort((a, b) => a - b)).toEqual([...values].sort((a, b) => a - b));
    expect(readScan(file('l.nii', niftiBytes(values))).labels).toBeUndefined();
  });

  test.each([
    { value: 0.5, place: '(0, 1, 3)' },
    { value: -1, place: '(0, 1, 3)' },
    { value: 65536, place: '(0, 1, 3)' },
    { value: Number.NaN, place: '(0, 1, 3)' },
  ])('$value is none', ({ value, place }) => {
    const path = file('l.npy', npyBytes(values.with(7, value), { type: '<f8' }));
    expect(() => readLabels(path)).toThrow(InvalidDataError);
    expect(() => readLabels(path)).toThrow(`${path} is no label map: it holds ${value} at voxel ${place}`);
  });

  test('0 and 65535 are, and the place of what is none is told in Fortran order too', () => {
    const ends = values.with(3, 65535);
    expect([...readLabels(file('l.npy', npyBytes(ends, { type: '<f4' }))).data]).toEqual(ends);
    const path = file('l.npy', npyBytes(values.with(7, -1), { fortran: true }));
    expect(() => readLabels(path)).toThrow('at voxel (1, 0, 1)');
    const flat = file('l.npy', npyBytes(values.with(7, -1), { shape: [4, 6, 1] }));
    expect(() => readLabels(flat)).toThrow('at voxel (1, 1, 0)');
  });
});

const scans = process.env.FAST_LNCC_DATA;
const found = scans !== undefined && existsSync(join(scans, 'voxelmorph_test_scan.npz'));
const missing = found ? undefined : 'FAST_LNCC_DATA does not name a folder with voxelmorph_test_scan.npz.';

describe.skipIf(!hasRuntime('data', missing))('a real scan', () => {
  test('its image and labels, by what NumPy counts', () => {
    const { image, labels } = readScan(join(scans!, 'voxelmorph_test_scan.npz'));
    expect([image.shape, labels!.shape]).toEqual([1, 2].map(() => [160, 192, 224]));
    const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, value) => total + value, 0);
    expect(sum(image.data)).toBeCloseTo(547953.67, 0);
    expect(sum(labels!.data)).toBe(37314525);
    expect(new Set(labels!.data).size).toBe(46);
  });
});
