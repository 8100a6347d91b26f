import { describe, expect, test } from 'vitest';
import { readLabels } from '../../src/data/read-labels.ts';
import { readScan } from '../../src/data/read-scan.ts';
import { readVolume } from '../../src/data/read-volume.ts';
import { temporaryFile } from '../files.ts';
import { asFloats, type GoldenFile, readGolden } from './golden.ts';

const sets = {
  'pickles of NumPy 1.26': 'pickles-numpy1.jsonl.gz',
  'pickles of NumPy 2.3': 'pickles-numpy2.jsonl.gz',
  'npy and npz files of NumPy': 'numpys.jsonl.gz',
  'NIfTI files of nibabel': 'niftis.jsonl.gz',
};

describe.each(Object.entries(sets))('%s', (_, set) => {
  test.each(readGolden(set))('$name: image, labels and affine are the same', (golden: GoldenFile) => {
    const path = temporaryFile(golden.file ?? 'scan.pkl', Buffer.from(golden.hex, 'hex'));
    const { image, labels } = readScan(path);
    expect(image.shape).toEqual(golden.image.shape);
    expect([...image.data]).toEqual(asFloats(golden.image));
    expect([...readVolume(path).data]).toEqual(asFloats(golden.image));
    expect(labels?.shape).toEqual(golden.labels?.shape);
    expect(labels && [...labels.data]).toEqual(golden.labels?.values);
    if (golden.labels) expect([...readLabels(path).data]).toEqual(golden.labels.values);
    expect(image.affine === undefined).toBe(golden.affine === undefined);
    for (const [index, value] of (image.affine?.flat() ?? []).entries()) {
      expect(value).toBeCloseTo(golden.affine!.flat()[index]!, 5);
    }
  });
});
