import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freesurferIds } from '@fast-lncc/networks/judging';
import { describe, expect, test } from 'vitest';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { openDataset } from '../../src/dataset/open-dataset.ts';
import { call } from '../command-line.ts';
import { temporaryFolder } from '../files.ts';

const scans = process.env.FAST_LNCC_DATA;
const found = scans !== undefined && existsSync(join(scans, 'voxelmorph_test_scan.npz'));
const missing = found ? undefined : 'FAST_LNCC_DATA does not name a folder with voxelmorph_test_scan.npz.';

describe.runIf(hasRuntime('data', missing))('real scans', () => {
  test('with the labels of FreeSurfer keep all of them', { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    const scan = join(scans!, 'voxelmorph_test_scan.npz');
    const args = ['data', 'prepare', scan, '--warped', '1', '--size', '80x96x112', '--jobs', '1', '--output', 'set'];
    expect((await call(args, folder)).code).toBe(0);
    const { about } = openDataset(join(folder, 'set'));
    expect(about.labelSystem).toBe('freesurfer');
    expect(about.images[0]!.labels!.values).toEqual(freesurferIds);
    expect((await call(['data', 'check', 'set'], folder)).code).toBe(0);
  });

  test('with other grids are aligned by their headers', { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    const files = ['t1_brain', 'MNI152_T1_1mm_brain'].map((name) => join(scans!, `${name}.nii.gz`));
    writeFileSync(join(folder, 'pairs.csv'), `moving,fixed\n${files.join(',')}\n`);
    const args = ['data', 'prepare', '--pairs', 'pairs.csv', '--size', '192x224x192', '--jobs', '1', '--output', 'set'];
    expect((await call(args, folder)).code).toBe(0);
    const { moving, fixed } = await openDataset(join(folder, 'set')).readPair(0);
    // Over the 182x218x182 voxels of the template, the published overlap of this pair by header alignment.
    expect(correlation(inside(moving), inside(fixed))).toBeCloseTo(0.5753, 4);
  });
});

const inside = (image: Float32Array): number[] => {
  const values: number[] = [];
  for (let d = 5; d < 187; d++) {
    for (let h = 3; h < 221; h++) {
      for (let w = 5; w < 187; w++) values.push(image[(d * 224 + h) * 192 + w]!);
    }
  }
  return values;
};

function correlation(first: readonly number[], second: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanFirst, meanSecond] = [mean(first), mean(second)];
  let [product, squareFirst, squareSecond] = [0, 0, 0];
  for (const [index, value] of first.entries()) {
    const [a, b] = [value - meanFirst, second[index]! - meanSecond];
    product += a * b;
    squareFirst += a * a;
    squareSecond += b * b;
  }
  return product / Math.sqrt(squareFirst * squareSecond);
}
