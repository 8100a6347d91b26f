import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError, UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { hasRuntime } from '../../../tooling/vitest/require-runtime.ts';
import { loadPair } from '../src/data/image-pair.ts';
import { readRawPair, writeRawPair } from '../src/data/raw-pair.ts';
import { readVolume } from '../src/data/read-volume.ts';
import { niftiBytes, npyBytes, temporaryFile, temporaryFolder } from './files.ts';

const size = [16, 16, 16] as const;
const blob = Array.from({ length: 4096 }, (_, index) => {
  const [d, h, w] = [index >> 8, (index >> 4) & 15, index & 15];
  return Math.max(0, 60 - (d - 7) ** 2 - (h - 8) ** 2 - 2 * (w - 7) ** 2);
});

describe('pairs', () => {
  test('one scan and its seeded deformation', () => {
    const data = temporaryFile('scan.npy', npyBytes(blob, { shape: [16, 16, 16] }));
    const pair = loadPair({ data, size, seed: 1 });
    expect(pair.source).toBe('warped scan');
    expect(pair.description).toContain(data);
    expect(pair.fixed[(7 * 16 + 8) * 16 + 7]).toBe(1);
    const difference = pair.fixed.map((value, index) => Math.abs(value - pair.moving[index]!));
    expect(difference.reduce((a, b) => Math.max(a, b), 0)).toBeGreaterThan(0.01);
    expect([...loadPair({ data, size, seed: 1 }).moving]).toEqual([...pair.moving]);
    expect([...loadPair({ data, size, seed: 2 }).moving]).not.toEqual([...pair.moving]);
  });

  test('two scans with headers are aligned by them, without by their centers', () => {
    const fileOrder = Array.from(
      { length: 4096 },
      (_, index) => blob[((index & 15) * 16 + ((index >> 4) & 15)) * 16 + (index >> 8)]!,
    );
    const affine = (shift: number) => [
      [1, 0, 0, shift],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ];
    const scan = (sform?: number[][]) =>
      temporaryFile('scan.nii', niftiBytes(fileOrder, { dims: [3, 16, 16, 16], ...(sform && { sform }) }));
    const shifted = loadPair({ fixed: scan(affine(0)), moving: scan(affine(2)), size, seed: 1 });
    expect(shifted.description).toContain('aligned by their headers');
    const at = (image: Float32Array, d: number) => image[(d * 16 + 8) * 16 + 7]!;
    for (let d = 2; d < 16; d++) expect(at(shifted.moving, d)).toBeCloseTo(at(shifted.fixed, d - 2), 6);
    const centered = loadPair({ fixed: scan(), moving: scan(), size, seed: 1 });
    expect(centered.description).toContain('aligned by their centers');
    expect([...centered.moving]).toEqual([...centered.fixed]);
  });

  test('images that do not overlap are refused', () => {
    const far = [
      [1, 0, 0, 500],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ];
    const near = far.map((row) => row.with(3, 0));
    const scan = (sform: number[][]) => temporaryFile('scan.nii', niftiBytes(blob, { dims: [3, 16, 16, 16], sform }));
    expect(() => loadPair({ fixed: scan(near), moving: scan(far), size, seed: 1 })).toThrowError(InvalidDataError);
  });

  test.each([
    [{ moving: 'a.nii' }, '--moving was given without --fixed'],
    [{ fixed: 'a.nii' }, '--fixed was given without --moving'],
    [{ data: 'a.nii', fixed: 'b.nii' }, 'not both'],
  ])('%j names no pair', (request, message) => {
    expect(() => loadPair({ ...request, size, seed: 1 })).toThrowError(UnsupportedOptionError);
    expect(() => loadPair({ ...request, size, seed: 1 })).toThrowError(message);
  });

  test('raw pairs are read back bit for bit; a cut file is refused', () => {
    const folder = join(temporaryFolder(), 'pair');
    const pair = loadPair({ size, seed: 3 });
    writeRawPair(folder, pair);
    expect(readRawPair(folder)).toEqual(pair);
    writeFileSync(join(folder, 'fixed.f32'), new Uint8Array(10));
    expect(() => readRawPair(folder)).toThrowError(/10 bytes.*16384/);
    expect(() => readRawPair('/nowhere')).toThrowError(InvalidDataError);
  });
});

const scans = process.env.FAST_LNCC_DATA;
const found = scans !== undefined && existsSync(join(scans, 'voxelmorph_test_scan.npz'));
const ready = hasRuntime(
  'data',
  found ? undefined : 'FAST_LNCC_DATA does not name a folder with voxelmorph_test_scan.npz.',
);

describe.skipIf(!ready)('real scans', () => {
  test('voxelmorph_test_scan.npz at half resolution is the 2×2×2 mean of the scan', { timeout: 120_000 }, () => {
    const data = join(scans!, 'voxelmorph_test_scan.npz');
    const pair = loadPair({ data, size: [80, 96, 112], seed: 1 });
    const scan = readVolume(data);
    expect(scan.shape).toEqual([160, 192, 224]);
    for (const [d, h, w] of [
      [40, 48, 56],
      [30, 60, 40],
      [50, 35, 70],
    ] as const) {
      let sum = 0;
      for (let bit = 0; bit < 8; bit++) {
        const row = (2 * d + (bit >> 2)) * 192 + 2 * h + ((bit >> 1) & 1);
        sum += scan.data[row * 224 + 2 * w + (bit & 1)]!;
      }
      expect(sum).toBeGreaterThan(0);
      expect(pair.fixed[(d * 96 + h) * 112 + w]).toBeCloseTo(sum / 8, 6);
    }
    const zeros = pair.fixed.filter((value) => value === 0).length / pair.fixed.length;
    expect(zeros).toBeGreaterThan(0.6);
    expect(zeros).toBeLessThan(0.7);
    expect(pair.fixed.reduce((a, b) => Math.max(a, b), 0)).toBeLessThanOrEqual(0.976);
    expect(correlation(pair.moving, pair.fixed)).toBeGreaterThan(0.85);
  });

  test('t1_brain and the MNI152 template overlap by their headers', { timeout: 120_000 }, () => {
    const moving = join(scans!, 't1_brain.nii.gz');
    const fixed = join(scans!, 'MNI152_T1_1mm_brain.nii.gz');
    const pair = loadPair({ moving, fixed, size: [80, 96, 112], seed: 1 });
    expect(pair.description).toContain('128x181x175');
    expect(pair.description).toContain('182x218x182');
    expect(correlation(pair.moving, pair.fixed)).toBeGreaterThan(0.5);
    expect(correlation(pair.moving, pair.fixed)).toBeLessThan(0.7);
  });
});

/** Pearson's correlation over all voxels. */
function correlation(first: Float32Array, second: Float32Array): number {
  const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [firstMean, secondMean] = [meanOf(first), meanOf(second)];
  let product = 0;
  let firstSquares = 0;
  let secondSquares = 0;
  for (const [index, value] of first.entries()) {
    product += (value - firstMean) * (second[index]! - secondMean);
    firstSquares += (value - firstMean) ** 2;
    secondSquares += (second[index]! - secondMean) ** 2;
  }
  return product / Math.sqrt(firstSquares * secondSquares);
}
