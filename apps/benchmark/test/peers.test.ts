import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluateReference } from '@fast-lncc/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { compareEvaluations, type Evaluated } from '../peers/compare/agreement.ts';
import { type Availability, idsOf, readProbes, skipLines } from '../peers/compare/availability.ts';
import { bandwidthArrayBytes, bandwidthLimits, lastLevelCacheBytes } from '../peers/compare/bandwidth.ts';
import { commonDefinition, type PeerContender, peerContenders, selectPeers } from '../peers/compare/contenders.ts';
import { drawTable, wrap } from '../peers/compare/draw-table.ts';
import type { PeerEvent } from '../peers/compare/job.ts';
import { main } from '../peers/compare/main.ts';
import { performPeerJob } from '../peers/compare/perform.ts';
import { runProcess } from '../peers/compare/run-process.ts';
import { summarizePeers } from '../peers/compare/summary.ts';
import { report } from '../src/commands/report.ts';
import { createPhantom } from '../src/data/phantom.ts';
import { seededRandom } from '../src/data/random.ts';
import { writeRawPair } from '../src/data/raw-pair.ts';
import { type Shape, voxelCount } from '../src/data/volume.ts';
import { readMeasurements } from '../src/results/measurement-log.ts';
import { runFolderAt } from '../src/results/run-folder.ts';
import { compareGradients } from '../src/tasks/measure-agreement.ts';
import { temporaryFile, temporaryFolder } from './files.ts';

const never = new AbortController().signal;
const contender = (id: string) => peerContenders.find((entry) => entry.id === id)!;

/** A worker for both languages: evaluations of a made-up loss, dipy's off by one, MONAI missing, times by contender. */
const scriptedWorker = `
import { createInterface } from 'node:readline';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
const emit = (event) => console.log(JSON.stringify(event));
createInterface({ input: process.stdin }).once('line', (line) => {
  const job = JSON.parse(line);
  const { task, contender, round } = job;
  appendFileSync(process.env.PEERS_TEST_LOG, task + ' ' + (contender ?? '') + '\\n');
  if (task === 'probe') {
    emit({ type: 'probe', versions: { torch: '0.0' }, missing: { 'monai/lncc': 'ModuleNotFoundError: No module' } });
  } else if (task === 'bandwidth') {
    const rate = { operation: 'triad', type: 'float32', threads: 2, bytesPerSecond: 1e9, medianBytesPerSecond: 5e8 };
    emit({ type: 'bandwidth', rows: [rate] });
  } else if (task === 'evaluate') {
    const { shape } = JSON.parse(readFileSync(job.pair + '/pair.json', 'utf8'));
    const values = Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, index) => Math.sin(index));
    const type = contender.startsWith('reference/') ? Float64Array : Float32Array;
    writeFileSync(job.gradientFile, new Uint8Array(type.from(values).buffer));
    emit({ type: 'evaluation', loss: contender === 'dipy/crosscorr' ? -1.5 : -0.5 });
  } else {
    if (contender === 'pytorch/separable') process.exit(7);
    const milliseconds = contender === 'wasm/fused' ? 10 * round : 300;
    for (const mode of ['forward', 'gradient']) {
      emit({ type: 'measurement', measurement: { kind: 'loss', mode, contender, shape: [16, 16, 16], round, milliseconds } });
    }
    const memory = { kind: 'memory', task: 'loss', contender, round, peakBytes: 3 * 2 ** 20, restBytes: 2 ** 20 };
    emit({ type: 'measurement', measurement: memory });
  }
  emit({ type: 'done' });
  process.exit(0);
});
`;

/** The command in this process, with scripted workers unless others are given. */
async function call(args: readonly string[], { startFolder = temporaryFolder() } = {}) {
  const script = temporaryFile('worker.mjs', Buffer.from(scriptedWorker));
  const log = join(dirname(script), 'jobs');
  process.env.PEERS_TEST_LOG = log;
  let output = '';
  let errors = '';
  const code = await main(args, {
    write: (text) => {
      output += text;
    },
    printError: (text) => {
      errors += text;
    },
    startFolder,
    interruption: { signal: never, exitCode: 0 },
    scripts: { node: script, python: script },
  });
  const jobs = () => readFileSync(log, 'utf8').trim().split('\n');
  return { code, output, errors, startFolder, jobs };
}

describe('bad input is one message and exit code 2, before anything is written', () => {
  test.each([
    { args: ['--windows', '5,8'], message: 'InvalidWindowError: --windows 5,8: "8" is not an odd', also: '5,9,15' },
    { args: ['--size', '16,16,16', '--windows', '17'], message: '"17" is not an odd whole number up to 16' },
    { args: ['--windows', ''], message: '--windows' },
    { args: ['--size', '80,90,112'], message: '--size 80x90x112' },
    { args: ['--threads', '0'], message: '--threads 0 is not a whole number from 1' },
    { args: ['--rounds', 'two'], message: '--rounds two' },
    { args: ['--repetitions', '0'], message: '--repetitions 0' },
    { args: ['--only', 'wasm,abacus'], message: '--only "abacus" is unknown', also: 'pytorch/cumulative' },
    { args: ['--only', ','], message: '--only "," is unknown' },
    { args: ['--moving', 'a.nii'], message: '--moving was given without --fixed' },
    { args: ['--run', 'missing'], message: 'not the folder of a benchmark run' },
    { args: ['--run', 'results/a', '--windows', '5'], message: '--windows was given with --run' },
    { args: ['--sise', '16,16,16'], message: "unknown option '--sise'" },
  ])('$args', async ({ args, message, also = '' }) => {
    const { code, output, errors, startFolder } = await call(args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(errors).toContain(also);
    expect(output).toBe('');
    expect(readdirSync(startFolder)).toEqual([]);
  });

  test('help', async () => {
    const { code, output } = await call(['--help']);
    expect(code).toBe(0);
    expect(output).toContain('--windows <list>');
  });
});

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

describe('a comparison with scripted workers', () => {
  const small = ['--size', '16,16,16', '--python', process.execPath];
  const tiny = [...small, '--windows', '3,5', '--only', 'wasm/fused,monai,dipy,pytorch/separable'];

  test('checks, times in both orders, marks who differs, reports who failed or was skipped', async () => {
    const { code, output, startFolder, jobs } = await call(tiny);
    expect(code).toBe(1);
    expect(output).toContain('Skipped monai/lncc: ModuleNotFoundError');
    expect(output).toContain('pytorch/separable FAILED: the process ended with code 7');
    expect(output).toMatch(/wasm\/fused +15\.0 +10\.0–20\.0 +2 +15\.0 +10\.0–20\.0 +2 +1\.0× +3 +2\n/);
    expect(output).toMatch(
      /dipy\/crosscorr DIFFERS +300\.0 +300\.0–300\.0 +2 +300\.0 +300\.0–300\.0 +2 +20\.0× +3 +2\n/,
    );
    expect(output).toContain('dipy/crosscorr DIFFERS: windows that fit only');
    expect(output).toContain('triad float32        2   1.0     0.5');
    const timed = jobs().filter((line) => line.startsWith('loss'));
    const firstWindow = ['wasm/fused', 'pytorch/separable', 'dipy/crosscorr', 'dipy/crosscorr', 'wasm/fused'];
    expect(timed.slice(0, 5)).toEqual(firstWindow.map((id) => `loss ${id}`));
    expect(timed.length).toBe(10);

    const folders = readdirSync(join(startFolder, 'results')).sort();
    expect(folders.map((name) => name.slice(20))).toEqual(['peers-window-3', 'peers-window-5']);
    const folder = runFolderAt(join(startFolder, 'results', folders[0]!));
    const comparison = JSON.parse(readFileSync(join(folder.path, 'comparison.json'), 'utf8'));
    expect(comparison).toMatchObject({ window: 3, threads: 2, shape: [16, 16, 16], versions: { torch: '0.0' } });
    expect(comparison.limits.gradient).toBeCloseTo((1000 * 12 * 16 ** 3) / 1e9, 12);
    expect(comparison.skipped).toEqual([{ contender: 'monai/lncc', reason: 'ModuleNotFoundError: No module' }]);
    expect(comparison.rows.map(({ label }: { label: string }) => label)).toContain('dipy/crosscorr DIFFERS');
  });

  test('the folder is one the report command reads, and --run adds the rows to it', async () => {
    const { startFolder } = await call([...small, '--windows', '5', '--only', 'wasm/fused,dipy', '--rounds', '1']);
    const path = join(startFolder, 'results', readdirSync(join(startFolder, 'results'))[0]!);
    const printed = () => {
      let text = '';
      const write = (part: string) => {
        text += part;
      };
      const output = { write, isTerminal: false, colors: false };
      const interruption = { signal: never, exitCode: 0 };
      expect(report(path, { output, interruption, startFolder, worker: '' })).toBe(0);
      return text;
    };
    expect(printed()).toMatch(/dipy crosscorr DIFFERS +300\.0 +300\.0/);
    const count = () => readMeasurements(join(path, 'measurements.jsonl')).measurements.length;
    const before = count();
    const { code, output } = await call([
      '--run',
      path,
      '--only',
      'pytorch/grouped',
      '--rounds',
      '1',
      ...small.slice(2),
    ]);
    expect(code).toBe(0);
    expect(output).toContain('16x16x16, window 5, 2 threads');
    expect(count()).toBe(before + 4);
    expect(printed()).toMatch(/pytorch Algorithm 2 +300\.0 +300\.0/);
  });
});

const shape: Shape = [16, 16, 16];
const window = 5;

/** Texture everywhere, correlated: no window stands on a threshold where rounding decides. */
function texture() {
  const random = seededRandom(1);
  const fixed = Float32Array.from({ length: voxelCount(shape) }, () => random.normal());
  return { fixed, moving: fixed.map((value) => value + random.normal()) };
}

/** Two images as a pair of files, and the float64 reference on them. */
function tinyPair({ moving, fixed }: { moving: Float32Array; fixed: Float32Array } = createPhantom(shape, 3)) {
  const folder = temporaryFolder();
  writeRawPair(folder, { moving, fixed, shape, source: 'phantom', description: 'test' });
  const loss = evaluateReference({ moving, fixed, shape: [1, 1, ...shape] }, commonDefinition(window));
  const referenceFile = join(folder, 'reference');
  writeFileSync(referenceFile, new Uint8Array(loss.gradients.moving.slice().buffer));
  return { folder, reference: { type: 'evaluation', loss: loss.loss, gradientFile: referenceFile } as const };
}

/**
 * What dipy steps along, −2C/(V_I V_J) · ((J − J̄) − C/V_I · (I − Ī)) / voxels at the center of each window that fits: the
 * derivative of that window's own score, as a mean over all voxels. By direct sums.
 */
function centerDerivatives({ moving, fixed }: { moving: Float32Array; fixed: Float32Array }): Float64Array {
  const result = new Float64Array(moving.length);
  const at = (d: number, h: number, w: number) => (d * shape[1] + h) * shape[2] + w;
  const radius = (window - 1) / 2;
  const offsets = Array.from({ length: window }, (_, index) => index - radius);
  const inside = (axis: number) => Array.from({ length: shape[axis]! - 2 * radius }, (_, index) => index + radius);
  for (const d of inside(0)) {
    for (const h of inside(1)) {
      for (const w of inside(2)) {
        const voxels = offsets.flatMap((a) => offsets.flatMap((b) => offsets.map((c) => at(d + a, h + b, w + c))));
        const mean = (image: Float32Array) => voxels.reduce((sum, voxel) => sum + image[voxel]!, 0) / voxels.length;
        const means = { moving: mean(moving), fixed: mean(fixed) };
        let [covariance, movingVariance, fixedVariance] = [0, 0, 0];
        for (const voxel of voxels) {
          const first = moving[voxel]! - means.moving;
          const second = fixed[voxel]! - means.fixed;
          covariance += first * second;
          movingVariance += first * first;
          fixedVariance += second * second;
        }
        const center = at(d, h, w);
        const slope = (covariance / movingVariance) * (moving[center]! - means.moving);
        const factor = (-2 * covariance) / (movingVariance * fixedVariance * moving.length);
        result[center] = factor * (fixed[center]! - means.fixed - slope);
      }
    }
  }
  return result;
}

function readFloats(path: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
}

describe('this repository’s contenders', () => {
  test.each(['wasm/fused', 'wasm/fused-copied', 'onnxruntime/auto'] as const)(
    '%s agrees with the reference',
    async (id) => {
      const { folder, reference } = tinyPair();
      const gradientFile = join(folder, 'gradient');
      const events: PeerEvent[] = [];
      const job = { contender: id, pair: folder, window, threads: 1 };
      await performPeerJob({ ...job, task: 'evaluate', gradientFile, forward: true }, (event) => events.push(event));
      const evaluation = events.find((event) => event.type === 'evaluation')!;
      expect(compareEvaluations(contender(id), { ...evaluation, gradientFile }, reference).agrees).toBe(true);
      await performPeerJob({ ...job, task: 'loss', round: 2, repetitions: 3 }, (event) => events.push(event));
      const rows = events.flatMap((event) => (event.type === 'measurement' ? [event.measurement] : []));
      expect(rows.map(({ kind }) => kind)).toEqual([...Array(6).fill('loss'), 'memory']);
      expect(rows.every((row) => row.contender === id)).toBe(true);
      expect(rows.at(-1)).toMatchObject({ task: 'loss', round: 2, restBytes: expect.any(Number) });
    },
  );
});

const python = process.env.FAST_LNCC_PEERS_PYTHON;
if (python === undefined) {
  console.warn(
    'The Python peers are not tested: FAST_LNCC_PEERS_PYTHON names no Python that has PyTorch, MONAI and dipy.',
  );
}

describe.skipIf(python === undefined)('the Python contenders', () => {
  const script = fileURLToPath(new URL('../peers/compare_loss.py', import.meta.url));
  const ask = (job: Parameters<typeof runProcess>[1]) => runProcess([python!, script], job, never);

  let availability: Availability;
  beforeAll(async () => {
    const probes = {
      node: { events: [] },
      python: await ask({ task: 'probe', contenders: idsOf(peerContenders, 'python') }),
    };
    availability = readProbes(
      peerContenders.filter(({ language }) => language === 'python'),
      probes,
      python!,
    );
  }, 120_000);

  /** Evaluates once; `undefined`, with the reason printed, where a library is missing. */
  async function evaluate({ id }: PeerContender, folder: string): Promise<Evaluated | undefined> {
    const reason = availability.skipped.find((entry) => entry.contender === id);
    if (reason) return void console.warn(...skipLines([reason]));
    const gradientFile = join(folder, 'gradient');
    const job = { contender: id, pair: folder, window, threads: 1, gradientFile, forward: true } as const;
    const { events, failure } = await ask({ ...job, task: 'evaluate' });
    expect(failure).toBeUndefined();
    return { ...events.find((event) => event.type === 'evaluation')!, gradientFile };
  }

  /** The float64 evaluation under the contender's own definition. */
  async function evaluateOwn(preset: 'monai' | 'dipy', folder: string): Promise<Evaluated> {
    const gradientFile = join(folder, preset);
    const events: PeerEvent[] = [];
    const job = {
      contender: `reference/${preset}`,
      pair: folder,
      window,
      threads: 1,
      gradientFile,
      forward: false,
    } as const;
    await performPeerJob({ ...job, task: 'evaluate' }, (event) => events.push(event));
    return { ...events.find((event) => event.type === 'evaluation')!, gradientFile };
  }

  test('some are installed', () => {
    expect(availability.available.length).toBeGreaterThan(0);
    expect(availability.versions.python).toMatch(/^3\./);
  });

  const others = ['pytorch/summed-area', 'monai/lncc', 'dipy/crosscorr'];
  const exact = peerContenders.filter(({ id, language }) => language === 'python' && !others.includes(id));
  test.each(exact)('$id agrees with evaluateReference', { timeout: 120_000 }, async (entry) => {
    const { folder, reference } = tinyPair();
    const evaluated = await evaluate(entry, folder);
    if (evaluated) expect(compareEvaluations(entry, evaluated, reference)).toMatchObject({ agrees: true });
  });

  test('the summed-area table rounds more than sums over lines', async () => {
    const { folder, reference } = tinyPair();
    const found = async (id: string) => {
      const evaluated = await evaluate(contender(id), folder);
      return evaluated && compareEvaluations(contender(id), evaluated, reference);
    };
    const [table, lines] = [await found('pytorch/summed-area'), await found('pytorch/cumulative')];
    if (table && lines) expect(table.gradientError).toBeGreaterThan(10 * lines.gradientError);
  });

  test('MONAI is its preset', async () => {
    const { folder } = tinyPair();
    const entry = contender('monai/lncc');
    const evaluated = await evaluate(entry, folder);
    if (!evaluated) return;
    expect(compareEvaluations(entry, evaluated, await evaluateOwn('monai', folder))).toMatchObject({ agrees: true });
  });

  test('dipy’s energy is its preset, its step the derivative at the centers', async () => {
    const { folder } = tinyPair(texture());
    const evaluated = await evaluate(contender('dipy/crosscorr'), folder);
    if (!evaluated) return;
    expect(evaluated.loss).toBeCloseTo((await evaluateOwn('dipy', folder)).loss, 7);
    const expected = centerDerivatives(texture());
    const { relativeError } = compareGradients(readFloats(evaluated.gradientFile), expected);
    expect(relativeError).toBeLessThan(1e-5);
  });

  test('a timing job reports every evaluation and the memory; a broken one says what failed', async () => {
    const { folder } = tinyPair();
    const job = { task: 'loss', pair: folder, window, threads: 1, round: 1, repetitions: 4 } as const;
    const { events, failure } = await ask({ ...job, contender: 'pytorch/cumulative' });
    expect(failure).toBeUndefined();
    const rows = events.flatMap((event) => (event.type === 'measurement' ? [event.measurement] : []));
    expect(rows.map(({ kind }) => kind)).toEqual([...Array(8).fill('loss'), 'memory']);
    expect(rows[0]).toMatchObject({ contender: 'pytorch/cumulative', mode: 'forward', shape: [16, 16, 16], round: 1 });
    const broken = await ask({ ...job, contender: 'pytorch/cumulative', pair: join(folder, 'none') });
    expect(broken.failure).toMatch(/^FileNotFoundError: .*pair\.json/);
  });
});
