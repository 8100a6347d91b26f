import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../src/main.ts';
import { readMeasurements } from '../src/results/measurement-log.ts';
import { runFolderAt, writeRunDescription } from '../src/results/run-folder.ts';
import { niftiBytes, temporaryFile, temporaryFolder } from './files.ts';
import { tinyDescription } from './settings.ts';

const scripted = fileURLToPath(new URL('./workers/scripted.mjs', import.meta.url));

/** The command line in this process, with child processes that make figures up. */
async function call(args: readonly string[], startFolder = temporaryFolder(), missing: string | undefined = undefined) {
  let output = '';
  let errors = '';
  const context = {
    output: {
      write: (text: string) => {
        output += text;
      },
      isTerminal: false,
      colors: false,
    },
    interruption: { signal: new AbortController().signal, exitCode: 0 },
    startFolder,
    worker: scripted,
    native: { missing: () => missing, setUp: () => Promise.reject(new Error('nobody asked')) },
  };
  const code = await main(args, context, (text) => {
    errors += text;
  });
  return { code, output, errors, startFolder };
}

describe('bad input is one message and exit code 2', () => {
  test.each([
    { args: ['--size', '80x90x112'], message: 'UnsupportedOptionError: --size 80x90x112', also: '80x96x112' },
    { args: ['--size', 'big'], message: '--size big is not three whole numbers' },
    { args: ['--window', '8'], message: 'InvalidWindowError: --window 8 is not an odd', also: '9' },
    { args: ['--window', '-3'], message: '--window -3 is not an odd' },
    { args: ['--window', '4.5'], message: '--window 4.5 is not an odd' },
    { args: ['--steps', '0'], message: '--steps 0 is not a whole number from 1' },
    { args: ['--rounds', 'two'], message: '--rounds two is not a whole number' },
    { args: ['--seed', '-1'], message: '--seed -1 is not a whole number from 0' },
    { args: ['--threads', '0'], message: '--threads 0' },
    { args: ['--repetitions', '1.5'], message: '--repetitions 1.5' },
    { args: ['--algorithms', 'sequential,quick'], message: '--algorithms "quick" is unknown', also: 'separable' },
    { args: ['--engines', 'abacus'], message: '--engines "abacus" is unknown', also: 'onnxruntime' },
    { args: ['--algorithms', ','], message: '--algorithms is empty' },
    { args: ['--execution-provider', 'npu'], message: '--execution-provider npu is unknown', also: 'cuda' },
    { args: ['--moving', 'a.nii'], message: '--moving was given without --fixed' },
    { args: ['--data', 'a.nii', '--fixed', 'b.nii'], message: 'not both' },
    { args: ['--data', 'missing.nii.gz'], message: 'InvalidDataError: Cannot read', also: 'no such file' },
    { args: ['--data', 'scan.dcm'], message: 'not a file type that is read here', also: '.npz' },
    { args: ['report', 'missing'], message: 'not the folder of a benchmark run' },
    { args: ['report'], message: "missing required argument 'folder'" },
    { args: ['--sise', '16x16x16'], message: "unknown option '--sise'", also: '--size' },
    { args: ['run', 'scan.nii'], message: 'too many arguments' },
  ])('$args', async ({ args, message, also = '' }) => {
    const { code, output, errors, startFolder } = await call(args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(errors).toContain(also);
    expect(errors).not.toContain('    at ');
    expect(output).toBe('');
    expect(readdirSync(startFolder)).toEqual([]);
  });

  test('a truncated scan', async () => {
    const bytes = niftiBytes([1, 2, 3, 4], { dims: [3, 4, 1, 1] }).subarray(0, 356);
    const { code, errors } = await call(['--data', temporaryFile('cut.nii', bytes)]);
    expect(code).toBe(2);
    expect(errors).toMatch(/InvalidDataError: .*cut\.nii is truncated/);
  });

  test('an output that is not a folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'taken'), '');
    const { code, errors } = await call(['--size', '16x16x16', '--output', 'taken'], folder);
    expect(code).toBe(2);
    expect(errors).toContain('Cannot make a results folder');
  });
});

describe('commands', () => {
  test('help and its exit code', async () => {
    const { code, output } = await call(['--help']);
    expect(code).toBe(0);
    expect(output).toContain('report');
    expect((await call(['run', '--help'])).output).toContain('--execution-provider');
    for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('run is the default; its paths are relative to where it was called', async () => {
    const args = [
      '--size',
      '16x16x16',
      '--steps',
      '1',
      '--rounds',
      '1',
      '--engines',
      'onnxruntime',
      '--algorithms',
      'sequential,separable',
    ];
    const { code, output, startFolder } = await call(args);
    expect(code).toBe(0);
    const [folder] = readdirSync(join(startFolder, 'results'));
    expect(folder).toMatch(/^\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-run$/);
    expect(output).toContain(join(startFolder, 'results', folder!, 'report.md'));
    expect(output).toMatch(/Algorithm 1 +40\.3 +40\.3 +0\.0/);
  });

  test('a failing contender is exit code 1', async () => {
    const { code, output } = await call(['--size', '16x16x16', '--rounds', '1', '--algorithms', 'grouped']);
    expect(code).toBe(1);
    expect(output).toContain('onnxruntime/grouped, loss, round 1: the process ended with code 7');
  });

  test('TensorFlow.js for Node, where it is missing, is left out with the command that sets it up', async () => {
    const rows = ['--size', '16x16x16', '--rounds', '1', '--algorithms', 'fused'];
    const missing = 'it is not set up. Run `npm run setup:tfjs`.';
    const without = await call(rows, temporaryFolder(), missing);
    expect(without.code).toBe(0);
    expect(without.output).toMatch(/^Engine tfjs-node is left out: it is not set up\. Run `npm run setup:tfjs`\.\n/);
    expect(without.output).not.toContain('tfjs-node fused');
    expect((await call(rows)).output).toContain('tfjs-node fused');
  });

  test('but an error where it is named, before anything is written', async () => {
    const args = ['--size', '16x16x16', '--engines', 'wasm,tfjs-node'];
    const { code, output, errors, startFolder } = await call(args, temporaryFolder(), 'Run `npm run setup:tfjs`.');
    expect(code).toBe(1);
    expect(errors).toBe(
      'MissingRuntimeError: Engine tfjs-node cannot run: Run `npm run setup:tfjs`. --setup does that first.\n',
    );
    expect(output).toBe('');
    expect(readdirSync(startFolder)).toEqual([]);
  });

  test('the demonstration does not use it, set up or not', async () => {
    const { output } = await call(['demo', '--size', '16x16x16', '--algorithms', 'fused'], temporaryFolder(), 'gone');
    expect(output).not.toContain('tfjs-node');
    expect(output).toContain('wasm fused');
  });

  test('report rebuilds both files from the measurements, a torn line ignored', async () => {
    const folder = runFolderAt(temporaryFolder());
    writeRunDescription(folder, tinyDescription);
    const step = {
      kind: 'step',
      contender: 'onnxruntime/sequential',
      shape: [16, 16, 16],
      round: 1,
      similarity: 0,
      smoothness: 0,
    };
    const lines = [0, 1].map((number) => JSON.stringify({ ...step, step: number, milliseconds: 1000, loss: -0.5 }));
    writeFileSync(folder.measurements, `${lines.join('\n')}\n{"kind":"st`);
    const { code, output } = await call(['report', folder.path]);
    expect(code).toBe(0);
    expect(output).toContain('1 line(s)');
    expect(output).toContain('unfinished');
    expect(readFileSync(folder.reportMarkdown, 'utf8')).toContain('| Algorithm 1 | 403.0 | 403.0 | 0.0 |');
    expect(JSON.parse(readFileSync(folder.reportJson, 'utf8')).training[0].averageSecondsPerEpoch).toBe(403);
  });
});

const built = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const unbuilt = !existsSync(built);
if (unbuilt) console.warn('The built command line is not tested: apps/benchmark/dist is missing. Run "npm run build".');

describe.skipIf(unbuilt)('the built command line under plain Node', () => {
  const tiny = ['--size', '16x16x16', '--rounds', '1', '--steps', '1', '--repetitions', '1', '--threads', '1'];

  test('bad input', async () => {
    const { child, ended } = start(['--window', '8']);
    expect(await ended).toEqual({ code: 2, signal: null });
    expect(child.errors()).toMatch(/^InvalidWindowError: --window 8 .*\n$/);
    expect(child.output()).toBe('');
  });

  test('an execution provider that does not start, before anything is written', async () => {
    if (process.platform !== 'linux') return console.warn('skipped: the CUDA libraries are looked for on Linux only');
    const { child, ended } = start(['--execution-provider', 'cuda', '--size', '16x16x16', '--engines', 'onnxruntime'], {
      environment: { FAST_LNCC_CACHE: temporaryFolder(), FAST_LNCC_ONNXRUNTIME: '' },
    });
    expect(await ended).toEqual({ code: 1, signal: null });
    expect(child.errors()).toMatch(
      /^MissingRuntimeError: Execution provider 'cuda' does not start \(missing: libonnxruntime_providers_shared\.so, /,
    );
    expect(child.errors()).toContain('`npm run setup:onnxruntime -- --cuda`');
    expect(child.output()).toBe('');
    expect(readdirSync(child.folder)).toEqual([]);
  });

  test('TensorFlow.js for Node that is named and not set up', async () => {
    const { child, ended } = start(['--engines', 'tfjs-node', '--size', '16x16x16'], {
      environment: { FAST_LNCC_CACHE: temporaryFolder() },
    });
    expect(await ended).toEqual({ code: 1, signal: null });
    expect(child.errors()).toMatch(/^MissingRuntimeError: Engine tfjs-node cannot run: .*`npm run setup:tfjs`\./);
    expect(child.output()).toBe('');
    expect(readdirSync(child.folder)).toEqual([]);
  });

  test('without the packages it says what to run', async () => {
    const alone = join(temporaryFolder(), 'dist');
    cpSync(dirname(built), alone, { recursive: true });
    writeFileSync(join(dirname(alone), 'package.json'), '{"type": "module"}');
    const { child, ended } = start(['demo'], { script: join(alone, 'cli.js') });
    expect(await ended).toEqual({ code: 1, signal: null });
    expect(child.errors()).toContain('Run "npm run build" in the repository first.');
    expect(child.errors()).not.toContain('    at ');
  });

  test('two contenders, measured and reported', async () => {
    const { child, ended } = start([...tiny, '--engines', 'onnxruntime', '--algorithms', 'sequential,separable']);
    expect(await ended, child.errors()).toEqual({ code: 0, signal: null });
    for (const line of child
      .output()
      .split('\n')
      .filter((text) => !text.includes('/'))) {
      expect(line.length, line).toBeLessThanOrEqual(80);
    }
    const { measurements } = readMeasurements(child.runFolder().measurements);
    expect(measurements.filter(({ kind }) => kind === 'agreement').length).toBe(2);
    expect(measurements.filter(({ kind }) => kind === 'step').length).toBe(4);
    const report = JSON.parse(readFileSync(child.runFolder().reportJson, 'utf8'));
    expect(report.complete).toBe(true);
    expect(report.training[1].largestLossDifference).toBeLessThan(1e-5);
  });

  /** Far more steps than a test waits for. */
  const endless = [...tiny, '--steps', '5000', '--algorithms', 'separable', '--engines', 'onnxruntime'];

  test('Ctrl-C ends the run with code 130, its report, and no child left', async () => {
    const { child, ended } = start(endless);
    await until(() => child.measured('step') > 2);
    child.process.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
    const folder = child.runFolder();
    expect(readFileSync(folder.reportMarkdown, 'utf8')).toContain('**Unfinished:**');
    const steps = child.measured('step');
    const report = JSON.parse(readFileSync(folder.reportJson, 'utf8'));
    expect(report.training[0].losses.length).toBe(steps);
    expect(report.failures).toEqual([]);
    expect(child.output()).toContain('Interrupted');
  });

  test('kill -9 loses nothing that was measured, and the child goes away by itself', async () => {
    const { child, ended } = start(endless);
    await until(() => child.measured('step') > 2);
    const worker = childOf(child.process.pid!);
    child.process.kill('SIGKILL');
    expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });
    const before = child.measured('step');
    const rebuilt = await call(['report', child.runFolder().path]);
    expect(rebuilt.code).toBe(0);
    expect(rebuilt.output).toContain('One training step');
    expect(before).toBeGreaterThan(2);
    if (worker !== undefined) await until(() => !isAlive(worker));
  });

  test('a reader that goes away ends the run quietly', async () => {
    const { child, ended } = start([...tiny, '--engines', 'onnxruntime']);
    await until(() => child.output().length > 0);
    child.process.stdout!.destroy();
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(child.errors()).toBe('');
  });

  function start(args: readonly string[], { script = built, environment = {} } = {}) {
    const folder = temporaryFolder();
    const started = spawn(process.execPath, [script, ...args], {
      cwd: folder,
      env: { ...process.env, INIT_CWD: folder, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void started.kill('SIGKILL'));
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
      started.on('close', (code, signal) => resolve({ code, signal }));
    });
    return { child: watch(started, folder), ended };
  }
});

function watch(started: ChildProcess, folder: string) {
  let output = '';
  let errors = '';
  started.stdout!.on('data', (chunk) => {
    output += chunk;
  });
  started.stderr!.on('data', (chunk) => {
    errors += chunk;
  });
  const results = join(folder, 'results');
  const runs = () => (existsSync(results) ? readdirSync(results) : []);
  const runFolder = () => runFolderAt(join(results, runs()[0]!));
  const measured = (kind: string) =>
    runs().length === 0
      ? 0
      : readMeasurements(runFolder().measurements).measurements.filter((entry) => entry.kind === kind).length;
  return { process: started, folder, output: () => output, errors: () => errors, runFolder, measured };
}

async function until(condition: () => boolean): Promise<void> {
  const limit = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > limit) throw new Error('The awaited condition did not come true within 30 s.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The process's only child, where the kernel lists children. */
function childOf(parent: number): number | undefined {
  const list = `/proc/${parent}/task/${parent}/children`;
  const child = existsSync(list) ? Number.parseInt(readFileSync(list, 'utf8'), 10) : Number.NaN;
  return Number.isNaN(child) ? undefined : child;
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return !readFileSync(`/proc/${id}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
