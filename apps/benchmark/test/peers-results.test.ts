import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareEvaluations } from '../peers/compare/agreement.ts';
import { readProbes, skipLines } from '../peers/compare/availability.ts';
import { bandwidthArrayBytes, bandwidthLimits, lastLevelCacheBytes } from '../peers/compare/bandwidth.ts';
import { peerContenders, selectPeers } from '../peers/compare/contenders.ts';
import { drawTable, wrap } from '../peers/compare/draw-table.ts';
import { runProcess } from '../peers/compare/run-process.ts';
import { summarizePeers } from '../peers/compare/summary.ts';
import { temporaryFile, temporaryFolder } from './files.ts';
import { contender, never } from './peer-support.ts';

describe('contenders', () => {
  test('are selected by id or engine, in the order of the table', () => {
    expect(selectPeers(undefined)).toBe(peerContenders);
    const ids = selectPeers('dipy, wasm,pytorch/grouped').map(({ id }) => id);
    expect(ids).toEqual(['wasm/fused', 'wasm/fused-copied', 'dipy/crosscorr', 'pytorch/grouped']);
  });

  test('a Python that cannot be started is a skip line with a way out; a missing library names itself', async () => {
    const python = join(temporaryFolder(), 'no-python');
    const silent = await runProcess([python], { task: 'probe', contenders: [] }, never);
    const node = { events: [{ type: 'probe', versions: {}, missing: {} } as const] };
    const without = readProbes(selectPeers('wasm/fused,monai,dipy'), { node, python: silent }, python);
    expect(without.available.map(({ id }) => id)).toEqual(['wasm/fused']);
    const [line, ...others] = skipLines(without.skipped);
    expect(others).toEqual([]);
    expect(line).toMatch(/^Skipped monai\/lncc, dipy\/crosscorr: .*no-python cannot be started \(spawn .*ENOENT\); /);
    expect(line).toContain('--python or FAST_LNCC_PEERS_PYTHON');

    const missing = { 'monai/lncc': "ModuleNotFoundError: No module named 'monai'" };
    const answered = { events: [{ type: 'probe', versions: { torch: '2.13.0' }, missing } as const] };
    const partly = readProbes(selectPeers('monai,dipy'), { node, python: answered }, python);
    expect(partly.available.map(({ id }) => id)).toEqual(['dipy/crosscorr']);
    expect(skipLines(partly.skipped)).toEqual(["Skipped monai/lncc: ModuleNotFoundError: No module named 'monai'"]);
    expect(partly.versions).toEqual({ torch: '2.13.0' });
  });
});

describe('agreement', () => {
  const reference = [0.5, -1, 0.25, 2];
  const file = (values: readonly number[], type: typeof Float32Array | typeof Float64Array = Float32Array) =>
    temporaryFile('gradient', new Uint8Array(type.from(values).buffer));
  const compare = (id: string, loss: number, gradient: readonly number[], forwardLoss = loss) =>
    compareEvaluations(
      contender(id),
      { type: 'evaluation', loss, forwardLoss, gradientFile: file(gradient) },
      { type: 'evaluation', loss: -0.5, gradientFile: file(reference, Float64Array) },
    );

  test('errors of loss and gradient', () => {
    const found = compare('monai/lncc', -0.5 + 4e-6, [0.5, -1, 0.25, 2.01], -0.5 - 6e-6);
    expect(found.lossError).toBeCloseTo(6e-6, 12);
    expect(found.gradientError).toBeCloseTo(0.01 / Math.hypot(...reference), 7);
    expect(found.agrees).toBe(true);
  });

  test('a loss that is off, a scaled or spoiled gradient, do not agree', () => {
    expect(compare('monai/lncc', -0.5 + 2e-5, reference).agrees).toBe(false);
    expect(compare('pytorch/grouped', -0.5 + 2e-5, reference).agrees).toBe(true);
    const doubled = compare('wasm/fused', -0.5, [1, -2, 0.5, 4]);
    expect(doubled.gradientCosine).toBeCloseTo(1, 12);
    expect(doubled.agrees).toBe(false);
    expect(compare('wasm/fused', -0.5, [0.5, -1, Number.NaN, 2]).agrees).toBe(false);
    expect(compare('wasm/fused', Number.NaN, reference).agrees).toBe(false);
    expect(() => compare('wasm/fused', -0.5, [1, 2])).toThrow('gradient of 2 values; the images have 4');
  });
});

test('rows: medians, spread, ratio to the first, memory without what was there before', () => {
  const agreement = { loss: 0, referenceLoss: 0, lossError: 0, gradientCosine: 1, gradientError: 0, agrees: true };
  const checked = ['wasm/fused', 'dipy/crosscorr'].map((id) => {
    const label = id === 'wasm/fused' ? contender(id).id : (`${contender(id).id} DIFFERS` as const);
    return { contender: contender(id), label, small: agreement, timed: agreement };
  });
  const shape = [16, 16, 16] as const;
  const loss = (label: `${string}/${string}`, milliseconds: number) =>
    ({ kind: 'loss', contender: label, mode: 'gradient', shape, round: 1, milliseconds }) as const;
  const memory = { kind: 'memory', contender: 'wasm/fused', task: 'loss', round: 1 } as const;
  const rows = summarizePeers(checked, [
    ...[5, 3, 4].map((time) => loss('wasm/fused', time)),
    ...[30, 50].map((time) => loss('dipy/crosscorr DIFFERS', time)),
    { ...memory, peakBytes: 100, ...{ restBytes: 60 } },
    { ...memory, peakBytes: 120, ...{ restBytes: 90 } },
  ]);
  expect(rows[0]!.gradient).toEqual({ median: 4, minimum: 3, maximum: 5, count: 3 });
  expect(rows[0]).toMatchObject({ ratio: 1, peakBytes: 120, addedBytes: 40 });
  expect(rows[1]).toMatchObject({ ratio: 10, gradient: { median: 40, count: 2 } });
  expect(rows[1]!.forward).toBeUndefined();
  expect(rows[1]!.peakBytes).toBeUndefined();
});

test('tables: names to the left, figures to the right, notes wrapped', () => {
  const note = 'word '.repeat(40).trim();
  const table = {
    title: 'T',
    head: ['a', 'ms'],
    rows: [
      ['long name', '1.0'],
      ['b', '12.5'],
    ],
    notes: [note],
  };
  const lines = drawTable(table).split('\n');
  expect(lines.slice(0, 5)).toEqual(['T', 'a            ms', '───────────────', 'long name   1.0', 'b          12.5']);
  expect(lines.slice(5).join(' ')).toBe(note);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  expect(wrap('x'.repeat(120))).toBe('x'.repeat(120));
});

describe('bandwidth', () => {
  test('the limit is 8 and 12 bytes per voxel at the float32 triad of the most threads', () => {
    const row = {
      operation: 'triad',
      type: 'float32',
      threads: 1,
      bytesPerSecond: 4e9,
      medianBytesPerSecond: 1,
    } as const;
    const rows = [
      row,
      { ...row, threads: 2, bytesPerSecond: 8e9 },
      { ...row, type: 'float64', bytesPerSecond: 9e9 },
    ] as const;
    expect(bandwidthLimits(rows, 1e6)).toEqual({ forward: 1, gradient: 1.5 });
    expect(bandwidthLimits([{ ...row, operation: 'copy' }], 1e6)).toBeUndefined();
  });

  test('arrays are larger than the last-level cache and fit the free memory', () => {
    const mebibyte = 2 ** 20;
    expect(bandwidthArrayBytes(300 * mebibyte, 64 * 1024 * mebibyte)).toBe(600 * mebibyte);
    expect(bandwidthArrayBytes(mebibyte, 64 * 1024 * mebibyte)).toBe(256 * mebibyte);
    expect(bandwidthArrayBytes(300 * mebibyte, 1024 * mebibyte)).toBe(128 * mebibyte);
    const folder = temporaryFolder();
    for (const [index, size] of ['32K', '2048K', '33M'].entries()) {
      mkdirSync(join(folder, `index${index}`));
      writeFileSync(join(folder, `index${index}`, 'size'), `${size}\n`);
    }
    expect(lastLevelCacheBytes(folder)).toBe(33 * mebibyte);
    expect(lastLevelCacheBytes(join(folder, 'none'))).toBeUndefined();
  });
});
