import { existsSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDataset } from '../../src/dataset/open-dataset.ts';
import { call } from '../command-line.ts';
import { temporaryFolder } from '../files.ts';
import { extent, filled, image, labels, scanNifti, scanNpz, scanPickle, voxels, writeFiles } from './scan-files.ts';

const size = ['--size', '16x16x16', '--jobs', '1'];
const identity = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
];
/** Indices along x run to the left. */
const toTheLeft = [[-1, 0, 0, extent - 1], identity[1]!, identity[2]!];
const mirrored = (values: readonly number[]) =>
  filled((d, h, w) => values[((extent - 1 - d) * extent + h) * extent + w]!);

async function prepare(folder: string, ...args: string[]) {
  const result = await call(['data', 'prepare', ...args, ...size, '--output', 'set'], folder);
  return { ...result, set: join(folder, 'set') };
}

describe('one scan and its deformations', () => {
  test('have the known displacement, trilinear images and nearest labels', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'scan.npz': scanNpz() });
    const { code, output, set } = await prepare(folder, 'scan.npz', '--warped', '2');
    expect(code).toBe(0);
    expect(output).toContain('set: 2 pairs, 3 images');
    const dataset = openDataset(set);
    expect(dataset).toMatchObject({ name: 'scan-warped-1', count: 2, shape: [16, 16, 16] });
    const { moving, fixed } = await dataset.readPair(1);
    expect(moving).toEqual(Float32Array.from(image));
    const displacement = (await dataset.readDisplacement(1))!;
    const found = (await dataset.readLabels(1))!;
    expect(found.moving).toEqual(Uint16Array.from(labels));
    let moved = 0;
    for (let index = 0; index < voxels; index++) {
      const place = [Math.floor(index / 256), Math.floor(index / 16) % 16, index % 16].map(
        (value, axis) => value + displacement[axis * voxels + index]!,
      );
      const [d, h, w] = place as [number, number, number];
      const [near, below, left] = place.map(Math.round) as [number, number, number];
      const isNear = [near, below, left].every((value) => value >= 0 && value < 16);
      expect(found.fixed[index]).toBe(isNear ? labels[(near * 16 + below) * 16 + left] : 0);
      // The image is linear, so that trilinear interpolation is exact inside.
      if (place.every((value) => value >= 0 && value <= 15)) {
        expect(fixed[index]).toBeCloseTo((d + 2 * h + 4 * w) / 128, 5);
        moved++;
      }
    }
    expect(moved).toBeGreaterThan(voxels / 2);
    expect(new Set(displacement).size).toBeGreaterThan(voxels);
  });

  test('are the same for a seed, others for another', async () => {
    const digests = [];
    for (const seed of ['1', '1', '2']) {
      const folder = temporaryFolder();
      writeFiles(folder, { 'scan.npz': scanNpz() });
      const { set } = await prepare(folder, 'scan.npz', '--warped', '1', '--seed', seed, '--name', 'mine');
      digests.push(openDataset(set).about.images[1]!.sha256);
    }
    expect(digests[0]).toBe(digests[1]);
    expect(digests[2]).not.toBe(digests[0]);
  });
});

describe('the IXI folder', () => {
  const files = {
    'IXI_data/atlas.pkl': scanPickle(),
    'IXI_data/Train/subject_10.pkl': scanPickle(mirrored(image), mirrored(labels)),
    'IXI_data/Train/subject_2.pkl': scanPickle(),
    'IXI_data/Val/subject_1.pkl': scanPickle(),
  };

  test('is paired atlas to patient, in the order of the numbers', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, files);
    const { code, set } = await prepare(folder, 'IXI_data');
    expect(code).toBe(0);
    const { about, ...dataset } = openDataset(set);
    expect(about.pairs).toEqual([
      { moving: 'atlas', fixed: 'subject_2' },
      { moving: 'atlas', fixed: 'subject_10' },
    ]);
    expect(about).toMatchObject({ name: 'ixi-train', licence: 'CC BY-SA 3.0', labelSystem: 'other' });
    expect((await dataset.readPair(1)).fixed).toEqual(Float32Array.from(mirrored(image)));
    expect((await dataset.readLabels(1))!.fixed).toEqual(Uint16Array.from(mirrored(labels)));
  });

  test('has subsets, and a limit', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, files);
    await prepare(folder, 'IXI_data', '--subset', 'validation');
    expect(openDataset(join(folder, 'set')).about.pairs).toEqual([{ moving: 'atlas', fixed: 'subject_1' }]);
    rmSync(join(folder, 'set'), { recursive: true });
    await prepare(folder, 'IXI_data', '--limit', '1');
    expect(openDataset(join(folder, 'set')).count).toBe(1);
  });
});

describe('scans with headers', () => {
  test('are brought into one orientation and onto the grid of the atlas', async () => {
    const folder = temporaryFolder();
    const shifted = [[1, 0, 0, 2], identity[1]!, identity[2]!];
    writeFiles(folder, {
      'atlas.nii': scanNifti(image, identity),
      'scans/left.nii': scanNifti(mirrored(image), toTheLeft),
      'scans/shifted.nii': scanNifti(image, shifted),
    });
    const { code, set } = await prepare(folder, 'scans', '--atlas', 'atlas.nii');
    expect(code).toBe(0);
    const dataset = openDataset(set);
    expect(dataset.about.orientation).toBe('RAS');
    expect((await dataset.readPair(0)).fixed).toEqual(Float32Array.from(image));
    const expected = filled((d, h, w) => (d < 2 ? 0 : Math.fround((d - 2 + 2 * h + 4 * w) / 128)));
    expect((await dataset.readPair(1)).fixed).toEqual(Float32Array.from(expected));
  });

  test('in a table have labels from files, on the grid of each fixed image', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'a.nii': scanNifti(image, identity),
      'a-labels.nii': scanNifti(labels, identity, 4),
      'b.nii': scanNifti(mirrored(image), toTheLeft),
      'b-labels.nii': scanNifti(mirrored(labels), toTheLeft, 4),
      'pairs.csv': 'moving,fixed,moving_labels,fixed_labels\nb.nii,a.nii,b-labels.nii,a-labels.nii\n',
    });
    const { code, set } = await prepare(folder, '--pairs', 'pairs.csv');
    expect(code).toBe(0);
    const dataset = openDataset(set);
    expect(await dataset.readPair(0)).toEqual({ moving: Float32Array.from(image), fixed: Float32Array.from(image) });
    const ids = Uint16Array.from(labels);
    expect(await dataset.readLabels(0)).toEqual({ moving: ids, fixed: ids });
  });
});

describe('a preparation that is repeated', () => {
  test('keeps what is whole and makes what is damaged anew', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'scan.npz': scanNpz() });
    const { set } = await prepare(folder, 'scan.npz', '--warped', '2');
    const { digest } = openDataset(set);
    truncateSync(join(set, 'patient-2.labels.u16'), 7);
    rmSync(join(set, 'dataset.json'));
    const { output } = await prepare(folder, 'scan.npz', '--warped', '2');
    expect(output).toContain('3 images (2 were there)');
    expect(openDataset(set).digest).toBe(digest);
    expect(readdirSync(set).filter((name) => name.includes('unfinished') || name === 'lock')).toEqual([]);
  });

  test('with other options, or in a folder with other things, is refused', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'scan.npz': scanNpz() });
    await prepare(folder, 'scan.npz', '--warped', '2');
    const other = await prepare(folder, 'scan.npz', '--warped', '3');
    expect(other.code).toBe(2);
    expect(other.errors).toContain('was prepared with other options');
    writeFiles(folder, { 'mine/letter.txt': 'dear' });
    const { code, errors } = await call(
      ['data', 'prepare', 'scan.npz', '--warped', '1', ...size, '--output', 'mine'],
      folder,
    );
    expect(code).toBe(2);
    expect(errors).toContain('is not empty');
    expect(readdirSync(join(folder, 'mine'))).toEqual(['letter.txt']);
  });

  test('goes on once scans that cannot be read are replaced', async () => {
    const folder = temporaryFolder();
    const whole = scanNifti(image, identity);
    writeFiles(folder, { 'atlas.nii': whole, 'scans/a.nii': whole, 'scans/b.nii': whole.subarray(0, 999) });
    const { code, errors, set } = await prepare(folder, 'scans', '--atlas', 'atlas.nii');
    expect(code).toBe(2);
    expect(errors).toMatch(/One scan cannot be prepared; the others are.*\n- .*b\.nii is truncated/);
    expect(existsSync(join(set, 'dataset.json'))).toBe(false);
    writeFiles(folder, { 'scans/b.nii': whole });
    const { output } = await prepare(folder, 'scans', '--atlas', 'atlas.nii');
    expect(output).toContain('(2 were there)');
    expect(readFileSync(join(set, 'a.f32'))).toEqual(readFileSync(join(set, 'b.f32')));
  });
});

describe('what names no pairs is one message and exit code 2', () => {
  test.each([
    [[], 'No scan is named'],
    [['scan.npz'], 'nothing to pair the scans with'],
    [['scan.npz', '--atlas', 'scan.npz'], 'No scan is left beside the atlas'],
    [['scan.npz', '--warped', '1', '--atlas', 'scan.npz'], '--atlas and --warped are different ways'],
    [['scan.npz', 'scan.npz', '--warped', '1'], '--warped deforms one scan; 2 are named'],
    [['scan.npz', '--warped', '0'], '--warped 0 is not a whole number from 1'],
    [['scan.npz', '--warped', '1', '--subset', 'train'], '--subset is for the IXI folder'],
    [['scan.npz', '--pairs', 'x.csv'], '--pairs names all scans'],
    [['--pairs', 'x.csv'], 'x.csv'],
    [['gone.nii', '--warped', '1'], 'There is no file'],
    [['scan.txt', '--warped', '1'], 'not a file type that is read here'],
    [['scan.npz', '--warped', '1', '--size', '16x20x16'], 'nearest sizes that do are 16x16x16 or 16x32x16'],
  ])('%j', async (args, message) => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'scan.npz': scanNpz(), 'scan.txt': '' });
    const { code, errors } = await call(
      ['data', 'prepare', '--output', 'set', '--jobs', '1', '--size', '16x16x16', ...args],
      folder,
    );
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(existsSync(join(folder, 'set'))).toBe(false);
  });
});
