import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runFolderAt, writeRunDescription } from '../src/results/run-folder.ts';
import { call } from './command-line.ts';
import { temporaryFolder } from './files.ts';
import { tinyDescription, tinySettings } from './settings.ts';

const step = {
  kind: 'step',
  contender: 'onnxruntime/sequential',
  shape: [16, 16, 16],
  round: 1,
  similarity: 0,
  smoothness: 0,
};
const steps = [0, 1].map((number) => ({ ...step, step: number, milliseconds: 1000, loss: -0.5 }));
const written = (measurements: readonly object[]) =>
  measurements.map((measurement) => `${JSON.stringify(measurement)}\n`).join('');

test('all files are rebuilt from the measurements, a torn line ignored', async () => {
  const folder = runFolderAt(temporaryFolder());
  writeRunDescription(folder, { ...tinyDescription, settings: { ...tinySettings, networks: ['vm2'] } });
  const lines = written(steps.map((line) => ({ ...line, network: 'vm2' })));
  writeFileSync(folder.measurements, `${lines}{"kind":"st`);
  const { code, output } = await call(['report', folder.path]);
  expect(code).toBe(0);
  expect(output).toContain('1 line(s)');
  expect(output).toContain('unfinished');
  const markdown = readFileSync(folder.reportMarkdown, 'utf8');
  expect(markdown).toContain('(VM-2 on onnxruntime, 16x16x16)');
  expect(markdown).toContain('| Algorithm 1 | 403.0 | 403.0 | 0.0 |');
  expect(readFileSync(folder.reportHtml, 'utf8')).toContain('VM-2 on onnxruntime, 16x16x16');
  expect(JSON.parse(readFileSync(folder.reportJson, 'utf8')).training[0].averageSecondsPerEpoch).toBe(403);
});

test('results that name no network are of VM-1, and can be complete', async () => {
  const folder = runFolderAt(temporaryFolder());
  const { networks: _, ...settings } = tinySettings;
  const one = { ...settings, epochs: 1, contenders: [step.contender], trained: [step.contender] };
  writeFileSync(folder.description, JSON.stringify({ ...tinyDescription, settings: one }));
  const memory = { kind: 'memory', contender: step.contender, round: 1, peakBytes: 2 ** 30 };
  const memories = ['loss', 'training'].map((task) => ({ ...memory, task }));
  writeFileSync(folder.measurements, written([...steps, ...memories]));
  const { code, output } = await call(['report', folder.path]);
  expect(code).toBe(0);
  expect(output).not.toContain('unfinished');
  const markdown = readFileSync(folder.reportMarkdown, 'utf8');
  expect(markdown).toContain('(VM-1 on onnxruntime, 16x16x16)');
  expect(markdown).toContain('| onnxruntime/sequential | 1.00 |');
  expect(markdown).toContain('networks vm1, 16x16x16, window 5, 1 epoch(s)');
});

test('a run of the first schema is reported: rounds that each began anew, their warm-up a step of the curve', async () => {
  const folder = runFolderAt(temporaryFolder());
  const { epochs: _, pairs: __, profile: ___, flips: ____, judgedPairs: _____, ...settings } = tinySettings;
  const old = { ...tinyDescription, settings: { ...settings, rounds: 2, steps: 1 } };
  writeFileSync(folder.description, JSON.stringify(old));
  const lines = [1, 2].flatMap((round) =>
    [0, 1].map((number) => ({ ...step, round, step: number, milliseconds: 1000 * round, loss: -0.1 * (1 + number) })),
  );
  writeFileSync(folder.measurements, written(lines));
  const { code } = await call(['report', folder.path]);
  expect(code).toBe(0);
  const { schema, training } = JSON.parse(readFileSync(folder.reportJson, 'utf8'));
  expect(schema).toBe(2);
  expect(training[0].losses).toEqual([-0.1, -0.2]);
  expect(training[0].secondsPerEpoch).toEqual([403, 806]);
  expect(readFileSync(folder.reportHtml, 'utf8')).toContain('VM-1 on onnxruntime, 16x16x16');
});
