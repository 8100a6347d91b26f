import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMeasurements } from '../src/results/measurement-log.ts';
import { readRunDescription, runFolderAt } from '../src/results/run-folder.ts';
import { call } from './command-line.ts';
import { temporaryFolder } from './files.ts';

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
      '--pairs',
      '1',
      '--epochs',
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
    expect(output).toMatch(/Algorithm 1 +40\.7 +40\.7 +0\.0/);
  });

  test('several networks, one of which a contender cannot train and another trains with other losses', async () => {
    const algorithms = ['--engines', 'onnxruntime', '--algorithms', 'sequential,separable,banded'];
    const names = ['--networks', 'vm2,vm1'];
    const { code, output, startFolder } = await call(['--size', '16x16x16', '--epochs', '2', ...algorithms, ...names]);
    expect(code).toBe(1);
    expect(output).toContain('training vm2 onnxruntime/separable');
    expect(output).toContain('onnxruntime/banded, training of vm2, epoch 1: the process ended with code 8');
    expect(output).toMatch(/onnxruntime\/separable, training of vm2: its losses differ\s+from those of/);
    expect(output).toMatch(/VM-1 +40\.7 +40\.7 +0\.0 \(0\)\nVM-2 +40\.7 +40\.7 +0\.0/);
    const folder = runFolderAt(join(startFolder, 'results', readdirSync(join(startFolder, 'results'))[0]!));
    expect(readRunDescription(folder).settings.networks).toEqual(['vm1', 'vm2']);
    const { measurements } = readMeasurements(folder.measurements);
    const agreed = measurements.filter(({ kind }) => kind === 'agreement');
    expect(agreed.length).toBe(3);
    const trained = measurements.flatMap((entry) =>
      entry.kind === 'memory' && entry.task === 'training' ? [`${entry.network} ${entry.contender.slice(12)}`] : [],
    );
    const first = ['vm1 sequential', 'vm1 separable', 'vm1 banded', 'vm2 sequential', 'vm2 separable'];
    expect(trained).toEqual([...first, ...first.toReversed()]);
    expect(JSON.parse(readFileSync(folder.reportJson, 'utf8')).complete).toBe(true);
  });

  test('a failing contender is exit code 1', async () => {
    const { code, output } = await call(['--size', '16x16x16', '--epochs', '1', '--algorithms', 'grouped']);
    expect(code).toBe(1);
    expect(output).toContain('onnxruntime/grouped, loss, round 1: the process ended with code 7');
  });

  test('TensorFlow.js for Node, where it is missing, is left out with the command that sets it up', async () => {
    const rows = ['--size', '16x16x16', '--epochs', '1', '--algorithms', 'fused'];
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
});
