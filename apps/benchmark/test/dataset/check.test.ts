import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call } from '../command-line.ts';
import { temporaryFolder } from '../files.ts';
import { scanNpz, writeFiles } from './scan-files.ts';

const prepareArgs = [
  'data',
  'prepare',
  'scan.npz',
  '--warped',
  '2',
  '--size',
  '16x16x16',
  '--jobs',
  '1',
  '--output',
  'set',
];

async function prepared(): Promise<string> {
  const folder = temporaryFolder();
  writeFiles(folder, { 'scan.npz': scanNpz() });
  await call(prepareArgs, folder);
  return folder;
}

/** Writes values over those at the start of a file. */
function overwrite(path: string, values: Float32Array | Uint16Array): void {
  const bytes = readFileSync(path);
  bytes.set(new Uint8Array(values.buffer));
  writeFileSync(path, bytes);
}

describe('data check', () => {
  test('finds nothing in a dataset that is whole', async () => {
    const folder = await prepared();
    const { code, output } = await call(['data', 'check', 'set'], folder);
    expect(code).toBe(0);
    expect(output).toMatch(/^set is whole: 3 images, 2 pairs, digest [0-9a-f]{64}\.\n$/);
  });

  test('lists every problem of every file', async () => {
    const folder = await prepared();
    const at = (name: string) => join(folder, 'set', name);
    overwrite(at('scan.f32'), Float32Array.of(-0.5, 2, Number.NaN));
    overwrite(at('scan.labels.u16'), Uint16Array.of(77, 78));
    overwrite(at('scan-to-patient-1.displacement.f32'), Float32Array.of(0, Infinity));
    writeFileSync(at('patient-1.f32'), 'short');
    rmSync(at('patient-2.labels.u16'));
    const { code, output } = await call(['data', 'check', 'set'], folder);
    expect(code).toBe(1);
    expect(output).toMatch(/scan\.f32 has the SHA-256 [0-9a-f]{64}, not/);
    expect(output).toContain('scan.f32 has 1 values that are not finite, the first, NaN, at index 2.');
    expect(output).toContain('scan.f32 has 2 values outside [0, 1], the first, -0.5, at index 0.');
    expect(output).toContain('scan.labels.u16 holds the labels 77, 78, which dataset.json does not list.');
    expect(output).toContain('displacement.f32 has 1 values that are not finite, the first, Infinity, at index 1.');
    expect(output).toContain('patient-1.f32 has 5 bytes; 4096 values of 4 bytes need 16384.');
    expect(output).toContain('patient-2.labels.u16 cannot be read');
    expect(output).toMatch(/\n9 problems\./);
    await call(prepareArgs, folder);
    expect((await call(['data', 'check', 'set'], folder)).code).toBe(0);
  });

  test('of what is no dataset is exit code 2', async () => {
    const { code, errors } = await call(['data', 'check', 'set']);
    expect(code).toBe(2);
    expect(errors).toContain('is not a prepared dataset');
  });
});
