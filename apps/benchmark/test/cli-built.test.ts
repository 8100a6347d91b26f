import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMeasurements } from '../src/results/measurement-log.ts';
import { built, childOf, isAlive, start, until } from './built-command.ts';
import { call } from './command-line.ts';
import { temporaryFolder } from './files.ts';

const unbuilt = !existsSync(built);
if (unbuilt) console.warn('The built command line is not tested: apps/benchmark/dist is missing. Run "npm run build".');

describe.skipIf(unbuilt)('the built command line under plain Node', () => {
  const tiny = ['--size', '16x16x16', '--epochs', '1', '--pairs', '1', '--repetitions', '1', '--threads', '1'];

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
    // Before anything, and in each process that trains.
    expect(measurements.filter(({ kind }) => kind === 'agreement').length).toBe(4);
    expect(measurements.filter(({ kind }) => kind === 'step').length).toBe(4);
    const report = JSON.parse(readFileSync(child.runFolder().reportJson, 'utf8'));
    expect(report.complete).toBe(true);
    expect(report.training[1].largestLossDifference).toBeLessThan(1e-5);
  });

  /** Far more steps than a test waits for. */
  const endless = [...tiny, '--pairs', '5000', '--algorithms', 'separable', '--engines', 'onnxruntime'];

  test('Ctrl-C ends the run with code 130, its report, and no child left', async () => {
    const { child, ended } = start(endless);
    await until(() => child.measured('step') > 2);
    child.process.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
    const folder = child.runFolder();
    expect(readFileSync(folder.reportMarkdown, 'utf8')).toContain('**Unfinished:**');
    const steps = child.measured('step');
    const report = JSON.parse(readFileSync(folder.reportJson, 'utf8'));
    // The step that warms up is no step of the training.
    expect(report.training[0].losses.length).toBe(steps - 1);
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
});
