import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError, ShapeMismatchError, StorageError, UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { createDatasetWriter } from '../src/dataset/dataset-writer.ts';
import { openDataset } from '../src/dataset/open-dataset.ts';
import { fromLittleEndian, toLittleEndian } from '../src/dataset/raw-files.ts';
import { temporaryFolder } from './files.ts';

const about = { name: 'tiny', source: 'numbers', shape: [1, 2, 3] } as const;
const image = (from: number) => Float32Array.from({ length: 6 }, (_, index) => from + index / 8);
const labels = Uint16Array.of(0, 258, 2, 2, 0, 65_535);
const displacement = Float32Array.from({ length: 18 }, (_, index) => index - 9);

async function write(folder: string) {
  const writer = await createDatasetWriter(folder, about);
  await writer.addImage({ id: 'atlas', image: image(0), labels });
  await writer.addImage({ id: 'patient', image: image(1), labels: labels.toReversed() });
  await writer.addImage({ id: 'plain', image: image(2) });
  await writer.addPair({ moving: 'atlas', fixed: 'patient', displacement });
  await writer.addPair({ moving: 'atlas', fixed: 'plain' });
  return writer.finish();
}

describe('a prepared dataset', () => {
  test('gives back what was written, bit for bit', async () => {
    const folder = temporaryFolder();
    await write(folder);
    const dataset = openDataset(folder);
    expect(dataset).toMatchObject({ name: 'tiny', shape: [1, 2, 3], count: 2, description: 'numbers' });
    expect(await dataset.readPair(0)).toEqual({ moving: image(0), fixed: image(1) });
    expect(await dataset.readLabels(0)).toEqual({ moving: labels, fixed: labels.toReversed() });
    expect(await dataset.readDisplacement(0)).toEqual(displacement);
    expect(await dataset.readLabels(1)).toBeUndefined();
    expect(await dataset.readDisplacement(1)).toBeUndefined();
    await expect(dataset.readPair(2)).rejects.toThrowError(UnsupportedOptionError);
    expect(dataset.about.images[0]!.labels!.values).toEqual([0, 2, 258, 65_535]);
  });

  test('is little-endian in C order, and the same content has the same digest', async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    await write(first);
    await write(second);
    expect(openDataset(first).digest).toBe(openDataset(second).digest);
    expect([...readFileSync(join(first, 'atlas.labels.u16')).subarray(0, 4)]).toEqual([0, 0, 2, 1]);
    expect([...readFileSync(join(first, 'atlas.f32')).subarray(4, 8)]).toEqual([0, 0, 0, 0x3e]);
    const description = JSON.parse(readFileSync(join(first, 'dataset.json'), 'utf8'));
    // sha256sum of 00000000 0000003e 0000803e 0000c03e 0000003f 0000203f, by Python's hashlib.
    expect(description.images[0].sha256).toBe('259a2e23297810b6704586ca682a0f0497faa0a2260e08a6a30aa79b78fd621b');
    expect(readdirSync(first).length).toBe(7);
  });

  test('is read from wherever its bytes lie in memory', () => {
    const values = Float32Array.of(1, -2, 0.125);
    for (const offset of [0, 1, 2, 3, 4]) {
      const bytes = Buffer.alloc(16 + offset).fill(7);
      bytes.set(toLittleEndian(values), offset);
      const part = bytes.subarray(offset, offset + 12);
      expect(fromLittleEndian(part, 3, Float32Array, 'memory')).toEqual(values);
    }
  });

  test('is none before it is finished, and the message says what to do', async () => {
    const folder = temporaryFolder();
    const writer = await createDatasetWriter(folder, about);
    await writer.addImage({ id: 'atlas', image: image(0) });
    expect(() => openDataset(folder)).toThrowError(InvalidDataError);
    expect(() => openDataset(folder)).toThrowError(/is not a prepared dataset: .*interrupted goes on with the same/);
  });

  test('with a file that is cut or gone names the file', async () => {
    const folder = temporaryFolder();
    await write(folder);
    truncateSync(join(folder, 'patient.f32'), 20);
    await expect(openDataset(folder).readPair(0)).rejects.toThrowError(
      /patient\.f32 has 20 bytes; 6 values .* need 24/,
    );
    rmSync(join(folder, 'patient.f32'));
    await expect(openDataset(folder).readPair(0)).rejects.toThrowError(InvalidDataError);
  });

  test('takes no arrays of another size, and no folder that cannot be made', async () => {
    const folder = temporaryFolder();
    const writer = await createDatasetWriter(folder, about);
    await expect(writer.addImage({ id: 'a', image: new Float32Array(5) })).rejects.toThrowError(ShapeMismatchError);
    writeFileSync(join(folder, 'file'), '');
    await expect(createDatasetWriter(join(folder, 'file'), about)).rejects.toThrowError(StorageError);
  });
});

describe('a description that is not one of ours', () => {
  const sha256 = '0'.repeat(64);
  const good = {
    schema: 1,
    ...about,
    images: [{ id: 'a', file: 'a.f32', sha256 }],
    pairs: [{ moving: 'a', fixed: 'a' }],
  };
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['no JSON', undefined, /dataset\.json does not describe a dataset/],
    ['null', null, /its schema is undefined/],
    ['another schema', { ...good, schema: 2 }, /its schema is 2, not 1/],
    ['no name', { ...good, name: 7 }, /"name" is no text/],
    ['a shape of two', { ...good, shape: [1, 2] }, /"shape" is not three/],
    ['a shape of zeros', { ...good, shape: [1, 0, 2] }, /"shape" is not three/],
    ['a path out of the folder', { ...good, images: [{ id: 'a', file: '../a.f32', sha256 }] }, /images\[0\]/],
    ['a digest that is none', { ...good, images: [{ id: 'a', file: 'a.f32', sha256: 'x' }] }, /images\[0\]/],
    [
      'labels without values',
      { ...good, images: [{ ...good.images[0], labels: { file: 'a.labels.u16', sha256 } }] },
      /images\[0\] has no id, no digest, labels without/,
    ],
    ['one id twice', { ...good, images: [...good.images, ...good.images] }, /two images have one id/],
    ['no pairs', { ...good, pairs: [] }, /it has no pairs/],
    ['a pair of nobody', { ...good, pairs: [{ moving: 'a', fixed: 'b' }] }, /pairs\[0\] does not name/],
  ];

  test.each(cases)('%s', (_, description, message) => {
    const folder = join(temporaryFolder(), 'set');
    mkdirSync(folder);
    writeFileSync(join(folder, 'dataset.json'), JSON.stringify(description) ?? '{"schema":');
    expect(() => openDataset(folder)).toThrowError(InvalidDataError);
    expect(() => openDataset(folder)).toThrowError(message);
  });
});
