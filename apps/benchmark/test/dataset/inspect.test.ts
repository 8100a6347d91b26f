import { describe, expect, test } from 'vitest';
import { call } from '../command-line.ts';
import { niftiBytes, temporaryFolder } from '../files.ts';
import { image, labels, scanNifti, scanNpz, scanPickle, writeFiles } from './scan-files.ts';

const sform = [
  [-2, 0, 0, 0],
  [0, 0, 1.5, 0],
  [0, 1, 0, 0],
];

async function inspect(name: string, files: Parameters<typeof writeFiles>[1], ...options: string[]) {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return call(['data', 'inspect', name, ...options], folder);
}

describe('data inspect', () => {
  test('of a scan with a header', async () => {
    const { code, output } = await inspect('a.nii', { 'a.nii': scanNifti(image, sform) }, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      kind: 'scan',
      format: 'NIfTI',
      shape: [16, 16, 16],
      type: 'float32',
      orientation: 'LSA',
      spacing: [2, 1, 1.5],
      minimum: 0,
      maximum: Math.fround(105 / 128),
      zeros: 100 / 4096,
      problems: [],
    });
  });

  test('of images with labels counts those of FreeSurfer', async () => {
    for (const [name, bytes] of [
      ['a.npz', scanNpz()],
      ['a.pkl', scanPickle()],
    ] as const) {
      const { output } = await inspect(name, { [name]: bytes }, '--json');
      expect(JSON.parse(output).labels).toEqual({ ids: [2, 10, 41], freesurfer: 4, structures: 3, type: 'int16' });
      expect((await inspect(name, { [name]: bytes })).output).toContain("3 beside 0 (int16); 4 of FreeSurfer's 46 ids");
    }
  });

  test('of a label map alone', async () => {
    const { output } = await inspect('seg.nii', { 'seg.nii': scanNifti(labels, sform, 4) }, '--json');
    expect(JSON.parse(output).labels.ids).toEqual([2, 10, 41]);
  });

  test('of what cannot be used tells why', async () => {
    const values = [Number.NaN, ...image.slice(1)];
    const { code, output } = await inspect('a.nii', { 'a.nii': scanNifti(values, sform) });
    expect(code).toBe(1);
    expect(output).toMatch(/problem +.*a\.nii holds NaN at voxel \(0, 0, 0\)/);
    expect(output).toContain('16x16x16');
    expect((await inspect('a.txt', { 'a.txt': 'text' })).output).toContain('not a file type that is read here');
    expect((await inspect('gone.nii', {})).code).toBe(2);
  });

  test('of a folder is a table, with the problems below', async () => {
    const files = { 'set/b10.npz': scanNpz(), 'set/b9.nii': scanNifti(image, sform), 'set/c.nii': niftiBytes([1]) };
    const { code, output } = await inspect('set', files);
    expect(code).toBe(1);
    expect(output.indexOf('b9.nii')).toBeLessThan(output.indexOf('b10.npz'));
    expect(output).toMatch(/b9\.nii +16x16x16 +float32 +LSA +2\.00x1\.00x1\.50/);
    expect(output).toMatch(/problem: .*c\.nii is truncated/);
    const json = JSON.parse((await inspect('set', files, '--json')).output);
    expect(json).toMatchObject({ kind: 'folder', scans: [{ format: 'NIfTI' }, { format: 'NumPy npz' }, {}] });
  });

  test('of a prepared dataset is its description', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'scan.npz': scanNpz() });
    await call(
      ['data', 'prepare', 'scan.npz', '--warped', '2', '--size', '16x16x16', '--jobs', '1', '--output', 'set'],
      folder,
    );
    const { code, output } = await call(['data', 'inspect', 'set'], folder);
    expect(code).toBe(0);
    expect(output).toContain('scan-warped-1, in set');
    expect(output).toContain('of 3 images, 3 ids (other)');
    expect(output).toContain('2, 2 with a known displacement');
    const { kind, schema } = JSON.parse((await call(['data', 'inspect', 'set', '--json'], folder)).output);
    expect({ kind, schema }).toEqual({ kind: 'dataset', schema: 1 });
  });
});
