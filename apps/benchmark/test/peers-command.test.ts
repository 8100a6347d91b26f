import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../peers/compare/main.ts';
import { report } from '../src/commands/report.ts';
import { readMeasurements } from '../src/results/measurement-log.ts';
import { runFolderAt } from '../src/results/run-folder.ts';
import { temporaryFile, temporaryFolder } from './files.ts';
import { never } from './peer-support.ts';

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
    const printed = async () => {
      let text = '';
      const write = (part: string) => {
        text += part;
      };
      const output = { write, isTerminal: false, colors: false };
      expect(await report(path, { output, startFolder })).toBe(0);
      return text;
    };
    expect(await printed()).toMatch(/dipy crosscorr DIFFERS +300\.0 +300\.0/);
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
    expect(await printed()).toMatch(/pytorch Algorithm 2 +300\.0 +300\.0/);
  });
});
