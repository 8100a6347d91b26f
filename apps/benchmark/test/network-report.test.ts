import { expect, test } from 'vitest';
import type { ContenderId } from '../src/contenders/contender.ts';
import { buildReport } from '../src/report/build-report.ts';
import { renderMarkdown } from '../src/report/render-markdown.ts';
import { renderTerminal } from '../src/report/render-terminal.ts';
import type { Measurement } from '../src/results/measurement.ts';
import { tinyDescription, tinySettings } from './settings.ts';

const shape = [16, 16, 16] as const;

/** One round of steps, the first of which warms up. */
function training(network: string, contender: ContenderId, milliseconds: number, loss = -0.5): Measurement[] {
  const common = {
    contender,
    network,
    shape,
    epoch: 1,
    pair: 0,
    loadMilliseconds: 0,
    learningRate: 1e-4,
    loss,
    similarity: loss,
    smoothness: 0,
  };
  return [
    { kind: 'step', step: 0, milliseconds: 9999, ...common },
    { kind: 'step', step: 1, milliseconds, ...common },
    { kind: 'memory', contender, task: 'training', network, round: 1, peakBytes: 2 ** 30 },
  ];
}

const lossOf = (contender: ContenderId, milliseconds: number): Measurement => ({
  kind: 'loss',
  contender,
  mode: 'gradient',
  shape,
  round: 1,
  milliseconds,
});

const description = { ...tinyDescription, settings: { ...tinySettings, networks: ['vm1', 'vm2'] } };
const measurements = [
  lossOf('onnxruntime/sequential', 420),
  lossOf('onnxruntime/auto', 20),
  ...training('vm1', 'onnxruntime/sequential', 1000),
  ...training('vm1', 'onnxruntime/grouped', 900),
  ...training('vm1', 'onnxruntime/banded', 500),
  ...training('vm1', 'onnxruntime/auto', 600),
  ...training('vm2', 'onnxruntime/sequential', 2000),
  ...training('vm2', 'onnxruntime/auto', 1610, -0.5002),
  ...training('vm1', 'pytorch/sequential', 3000, -0.4),
  ...training('vm1', 'pytorch/separable', 2000, -0.4),
  ...training('vm2', 'pytorch/sequential', 4000, -0.4),
  ...training('vm2', 'pytorch/separable', 3000, -0.4),
];
const report = buildReport(description, measurements);
const markdown = renderMarkdown(report);

test('contenders are compared with Algorithm 1 of their own network', () => {
  const row = (network: string, contender: string) =>
    report.training.find((entry) => entry.network === network && entry.contender === contender)!;
  expect(row('vm1', 'onnxruntime/auto').reducedPercent).toBeCloseTo(40, 9);
  expect(row('vm2', 'onnxruntime/auto').reducedPercent).toBeCloseTo(19.5, 9);
  expect(row('vm2', 'onnxruntime/auto').savedMilliseconds).toBe(390);
  expect(row('vm2', 'pytorch/separable').savedMilliseconds).toBe(1000);
});

test('the paper’s table has one row per network, with its two algorithms and the package’s own choice', () => {
  expect(report.networks.map(({ engine, network }) => `${engine} ${network}`)).toEqual([
    'onnxruntime vm1',
    'onnxruntime vm2',
    'pytorch vm1',
    'pytorch vm2',
  ]);
  expect(report.networks[1]!.algorithms[1]).toEqual({
    contender: 'onnxruntime/auto',
    averageSecondsPerEpoch: expect.closeTo(1.61 * 403, 9),
    reducedPercent: expect.closeTo(19.5, 9),
    stepMilliseconds: 1610,
    savedMilliseconds: 390,
  });
  expect(markdown).toContain('| network | Algorithm 1 | Algorithm 2 | reduced % | auto | reduced % |');
  expect(markdown).toContain('| VM-1 | 403.0 | 362.7 | 10.0 | 241.8 | 40.0 |');
  expect(markdown).toContain('| VM-2 | 806.0 | – | – | 648.8 | 19.5 |');
  expect(markdown).toContain('| network | Algorithm 1 | separable | reduced % |');
});

test('what a step saves stands beside what the loss alone saves', () => {
  expect(markdown).toContain('## Saved per step against Algorithm 1, milliseconds (onnxruntime, 16x16x16)');
  expect(markdown).toContain('| network | step with Algorithm 1 | Algorithm 2 | auto |');
  expect(markdown).toContain('| VM-1 | 1000 | 100 | 400 |');
  expect(markdown).toContain('| VM-2 | 2000 | – | 390 |');
  expect(markdown).toContain('| the loss alone | 420 | – | 400 |');
});

test('the paper’s figures stand beside, and what it saved per step where Algorithm 2 was measured', () => {
  expect(markdown).toContain('|  | VM-1 | VM-2 |');
  expect(markdown).toContain('| A100: Algorithm 1 | 258.07 | 267.71 |');
  expect(markdown).toContain('| P100: Algorithm 2 | 640.98 | 716.43 |');
  expect(markdown).toContain('| paper, A100 | 640–664 | 336–344 |  |');
  const [first] = report.paper;
  expect(first).toMatchObject({ network: 'vm1', device: 'A100', reducedPercent: expect.closeTo(52.49, 2) });
  expect(report.paper.map(({ savedMilliseconds }) => Math.round(savedMilliseconds))).toEqual([
    336, 681, 897, 344, 682, 901,
  ]);
});

test('one sentence per engine says what was found, and one per network', () => {
  expect(report.headline).toBe(
    '2 networks on onnxruntime: Algorithm 2 needs 10 % less than Algorithm 1, auto needs 19–40 % less. 2 networks on pytorch: separable needs 25–33 % less than Algorithm 1.',
  );
  expect(report.findings[1]).toBe('VM-2 on onnxruntime: auto needs 19 % less than Algorithm 1.');
  const slower = buildReport(description, [
    ...training('vm1', 'onnxruntime/sequential', 1000),
    ...training('vm1', 'onnxruntime/grouped', 1200),
    ...training('vm2', 'onnxruntime/sequential', 1000),
    ...training('vm2', 'onnxruntime/grouped', 900),
  ]);
  expect(slower.headline).toBe(
    '2 networks on onnxruntime: Algorithm 2 needs from 10 % less to 20 % more than Algorithm 1.',
  );
  expect(slower.findings[0]).toBe('VM-1 on onnxruntime: Algorithm 2 needs 20 % more than Algorithm 1.');
});

test('one network has its row in the paper’s table, and no other', () => {
  const alone = measurements.filter((entry) => !('network' in entry && entry.network === 'vm2'));
  const tables = renderMarkdown(buildReport(tinyDescription, alone));
  expect(tables).toContain('| VM-1 | 403.0 | 362.7 | 10.0 | 241.8 | 40.0 |');
  expect(tables).not.toContain('VM-2');
  expect(tables).toContain('(VM-1 on onnxruntime, 16x16x16)');
});

test('losses that differ within a network and engine are reported, between engines they may', () => {
  const line =
    'onnxruntime/auto, training of vm2: its losses differ from those of onnxruntime/sequential by up to 2.0e-4';
  expect(markdown).toContain(`## Failed\n\n- ${line}\n\n`);
  const row = report.training.find(({ network, contender }) => network === 'vm2' && contender === 'onnxruntime/auto');
  expect(row).toMatchObject({ equalLosses: false, lossReference: 'onnxruntime/sequential' });
  expect(report.training.filter(({ equalLosses }) => !equalLosses).length).toBe(1);
});

test('without Algorithm 1 the losses are compared with the first row’s', () => {
  const others = buildReport(description, [
    ...training('vm1', 'tfjs-node/banded', 10),
    ...training('vm1', 'tfjs-node/fused', 10, -0.6),
    ...training('vm2', 'tfjs-node/fused', 10, -0.6),
  ]);
  expect(others.training.map(({ equalLosses }) => equalLosses)).toEqual([true, false, undefined]);
  expect(renderMarkdown(others)).toContain('is against the loss of banded in the same step');
});

test('a training is complete for each of its networks, or failed', () => {
  const contender = 'onnxruntime/sequential';
  const one = {
    ...description,
    settings: { ...description.settings, epochs: 1, contenders: [], trained: [contender] },
  };
  const first = training('vm1', contender, 10);
  expect(buildReport(one as typeof description, first).complete).toBe(false);
  expect(buildReport(one as typeof description, [...first, ...training('vm2', contender, 10)]).complete).toBe(true);
  const failure = { kind: 'failure', contender, task: 'training', network: 'vm2', round: 1, message: 'boom' } as const;
  const failed = buildReport(one as typeof description, [...first, failure]);
  expect(failed.complete).toBe(true);
  expect(renderMarkdown(failed)).toContain('- onnxruntime/sequential, training of vm2, epoch 1: boom');
});

test('the terminal has room for the longest names', () => {
  const long = ['lku4', 'lku8'].flatMap((network) => [
    ...training(network, 'onnxruntime/sequential', 99_999),
    ...training(network, 'onnxruntime/grouped', 99_999),
    ...training(network, 'onnxruntime/separable', 99_998),
  ]);
  const text = renderTerminal(buildReport(description, long), { colors: false });
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(79);
});
