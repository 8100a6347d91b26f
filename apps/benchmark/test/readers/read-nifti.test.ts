import { InvalidDataError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { readVolume } from '../../src/data/read-volume.ts';
import { type NiftiFields, niftiBytes, temporaryFile } from '../files.ts';

/** x + 10 y + 100 z in file order, x fastest, on 2×3×4 voxels. */
const fileOrder = Array.from({ length: 24 }, (_, index) => {
  const [x, y, z] = [index % 2, Math.floor(index / 2) % 3, Math.floor(index / 6)];
  return x + 10 * y + 100 * z;
});
/** The same values with x slowest, as an array [x][y][z] in C order. */
const memoryOrder = [0, 1].flatMap((x) => [0, 1, 2].flatMap((y) => [0, 1, 2, 3].map((z) => x + 10 * y + 100 * z)));

const read = (bytes: Uint8Array, name = 'scan.nii') => readVolume(temporaryFile(name, bytes));

describe('NIfTI', () => {
  const types: readonly NonNullable<NiftiFields['datatype']>[] = [4, 8, 16, 64, 512, 768, 1024];
  test.each(types.flatMap((datatype) => [false, true].map((bigEndian) => ({ datatype, bigEndian }))))(
    'datatype $datatype, big endian $bigEndian: x becomes the slowest axis',
    (fields) => {
      const volume = read(niftiBytes(fileOrder, fields));
      expect(volume.shape).toEqual([2, 3, 4]);
      expect([...volume.data]).toEqual(memoryOrder);
      expect(volume.affine).toBeUndefined();
    },
  );

  test('bytes, signed and unsigned', () => {
    const values = fileOrder.map((value) => (value % 7) + 120);
    const unsigned = read(niftiBytes(values, { datatype: 2, dims: [3, 24, 1, 1] }));
    expect([...unsigned.data]).toEqual(values);
    const signed = read(
      niftiBytes(
        values.map((value) => value - 123),
        { datatype: 256, dims: [3, 24, 1, 1] },
      ),
    );
    expect([...signed.data]).toEqual(values.map((value) => value - 123));
  });

  test('gzip', () => {
    expect([...read(niftiBytes(fileOrder, { gzip: true }), 'scan.nii.gz').data]).toEqual(memoryOrder);
  });

  test('slope and intercept are applied; a slope of 0 means unscaled', () => {
    const scaled = read(niftiBytes(fileOrder, { datatype: 4, slope: 0.5, intercept: -3 }));
    expect([...scaled.data]).toEqual(memoryOrder.map((value) => 0.5 * value - 3));
    const unscaled = read(niftiBytes(fileOrder, { datatype: 4, slope: 0, intercept: 7 }));
    expect([...unscaled.data]).toEqual(memoryOrder);
  });

  test('the sform is the affine', () => {
    const sform = [
      [-2, 0, 0, 90],
      [0, 2, 0, -126],
      [0, 0, 2, -72],
    ];
    expect(read(niftiBytes(fileOrder, { sform })).affine).toEqual(sform);
  });

  test('an unused fourth axis is dropped', () => {
    expect(read(niftiBytes(fileOrder, { dims: [4, 2, 3, 4, 1] })).shape).toEqual([2, 3, 4]);
  });

  const nan = fileOrder.with(5, Number.NaN);
  test.each([
    { name: 'no voxel data', bytes: niftiBytes(fileOrder).subarray(0, 352), words: ['truncated', '448', '352'] },
    { name: 'half the voxels', bytes: niftiBytes(fileOrder).subarray(0, 400), words: ['truncated', '2x3x4', '400'] },
    { name: 'half a header', bytes: niftiBytes(fileOrder).subarray(0, 100), words: ['header', '100 bytes', '348'] },
    { name: 'nothing', bytes: new Uint8Array(0), words: ['empty', '0 bytes'] },
    { name: 'another magic', bytes: niftiBytes(fileOrder, { magic: 'abc\0' }), words: ['not a NIfTI-1 file', 'abc'] },
    { name: 'a header and image pair', bytes: niftiBytes(fileOrder, { magic: 'ni1\0' }), words: ['one .nii file'] },
    { name: 'an empty NIfTI-2 header', bytes: nifti2Bytes(600), words: ['0 axes'] },
    { name: 'half a NIfTI-2 header', bytes: nifti2Bytes(400), words: ['truncated', '400 bytes', '540'] },
    {
      name: 'an orientation that is no number',
      bytes: niftiBytes(fileOrder, { sform: [1, 2, 3].map(() => [1, 0, Number.NaN, 0]) }),
      words: ['orientation', 'sform'],
    },
    { name: 'a time series', bytes: niftiBytes(fileOrder, { dims: [4, 2, 3, 2, 2] }), words: ['4 axes', '2x3x2x2'] },
    { name: 'a slice', bytes: niftiBytes(fileOrder, { dims: [2, 6, 4] }), words: ['2 axes', '6x4'] },
    { name: 'an extent of 0', bytes: niftiBytes(fileOrder, { dims: [3, 0, 3, 4] }), words: ['no voxel', '0x3x4'] },
    { name: 'colors', bytes: niftiBytes(fileOrder, { datatype: 128 }), words: ['datatype 128', 'float32'] },
    { name: 'voxels inside the header', bytes: niftiBytes(fileOrder, { offset: 12 }), words: ['byte 12', '352'] },
    { name: 'NaN', bytes: niftiBytes(nan), words: ['NaN', 'voxel (1, 2, 0)'] },
    { name: 'one value', bytes: niftiBytes(fileOrder.map(() => 3)), words: ['empty image', 'all 24 voxels are 3'] },
  ])('$name is refused, naming the file, what was found and the way out', ({ bytes, words }) => {
    const path = temporaryFile('broken.nii', bytes);
    expectRefusal(path, words);
  });

  test.each([30, 60, 90])('gzip cut off after %i bytes is refused as truncated', (length) => {
    const path = temporaryFile('broken.nii.gz', niftiBytes(fileOrder, { gzip: true }).subarray(0, length));
    expectRefusal(path, ['truncated', `${length} bytes`]);
  });

  test('a file that is not there, and one of an unknown type', () => {
    expectRefusal('/nowhere/scan.nii', ['no such file']);
    expectRefusal('/nowhere/scan.mgz', ['.nii, .nii.gz, .npz, .npy, .pkl, .pickle']);
  });
});

function expectRefusal(path: string, words: readonly string[]): void {
  let message = '';
  try {
    readVolume(path);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidDataError);
    message = (error as Error).message;
  }
  for (const word of [path, ...words]) expect(message).toContain(word);
}

function nifti2Bytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setInt32(0, 540, true);
  bytes.set(Buffer.from('n+2\0'), 4);
  return bytes;
}
