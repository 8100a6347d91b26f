import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { missingFromPython, runPython } from '../../../../tooling/vitest/python.ts';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { publicSets } from '../../src/dataset/fetch/public-sets.ts';
import { openDataset } from '../../src/dataset/open-dataset.ts';
import { call } from '../command-line.ts';
import { temporaryFolder } from '../files.ts';

const guide = readFileSync(fileURLToPath(new URL('../../../../docs/datasets.md', import.meta.url)), 'utf8');

test('the guide lists every public set with its checksum and licence', () => {
  for (const { name, licence, direct } of publicSets) {
    const row = guide.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    expect(row, name).toContain(licence.split(',')[0]);
    if (direct?.checksum) expect(row).toContain(direct.checksum.value);
    expect(row).toContain(direct ? 'downloads' : 'tells how');
  }
});

describe.runIf(hasRuntime('python', missingFromPython('numpy')))('with NumPy', () => {
  test('the script of the guide writes a dataset', async () => {
    const folder = temporaryFolder();
    const script = /```python\n([\s\S]*?)```/.exec(guide)![1]!;
    await runPython(['-c', script], folder);
    expect((await call(['data', 'check', '.'], folder)).output).toMatch(/^\. is whole: 2 images, 1 pairs/);
    const dataset = openDataset(folder);
    const { moving } = await dataset.readPair(0);
    const printed = 'import numpy; print(numpy.fromfile("atlas.f32", "<f4").reshape(32, 32, 32)[3, 4, 5].item())';
    expect(moving[(3 * 32 + 4) * 32 + 5]).toBe(Number(await runPython(['-c', printed], folder)));
  });
});
