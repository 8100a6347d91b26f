import { describe, expect, test } from 'vitest';
import type { ContenderId } from '../src/contenders/contender.ts';
import { buildReport } from '../src/report/build-report.ts';
import { renderMarkdown } from '../src/report/render-markdown.ts';
import { renderTerminal } from '../src/report/render-terminal.ts';
import { sparkline } from '../src/report/sparkline.ts';
import { summarize } from '../src/report/statistics.ts';
import type { Measurement } from '../src/results/measurement.ts';
import { tinyDescription } from './settings.ts';

const first = 'onnxruntime/sequential';
const second = 'onnxruntime/separable';

const steps = (
  contender: ContenderId,
  round: number,
  times: readonly number[],
  losses: readonly number[],
  network = 'vm1',
): Measurement[] =>
  times.map((milliseconds, step) => ({
    kind: 'step',
    contender,
    network,
    shape: [16, 16, 16],
    epoch: round,
    step,
    pair: 0,
    loadMilliseconds: 0,
    learningRate: 1e-4,
    milliseconds,
    loss: losses[step]!,
    similarity: losses[step]!,
    smoothness: 0,
  }));
const losses = (contender: ContenderId, mode: 'forward' | 'gradient', times: readonly number[]): Measurement[] =>
  times.map((milliseconds) => ({ kind: 'loss', contender, mode, shape: [16, 16, 16], round: 1, milliseconds }));
const memory = (contender: ContenderId, task: 'loss' | 'training', round: number, peakBytes: number): Measurement => ({
  kind: 'memory',
  contender,
  task,
  ...(task === 'training' && { network: 'vm1' }),
  round,
  peakBytes,
});
const agreement = (contender: ContenderId, agrees: boolean): Measurement => ({
  kind: 'agreement',
  contender,
  epoch: 0,
  algorithm: contender.slice(12),
  loss: -0.5,
  referenceLoss: -0.5,
  lossError: 1.25e-6,
  gradientCosine: 0.9999995,
  gradientError: 3e-5,
  tolerance: 1e-4,
  agrees,
});

const measurements: Measurement[] = [
  agreement(first, true),
  agreement(second, true),
  ...losses(first, 'forward', [100, 110, 90]),
  ...losses(first, 'gradient', [300, 280, 400, 320]),
  memory(first, 'loss', 1, 200 * 2 ** 20),
  ...losses(second, 'forward', [10]),
  ...losses(second, 'gradient', [31, 29]),
  memory(second, 'loss', 1, 100 * 2 ** 20),
  memory(second, 'loss', 2, 150 * 2 ** 20),
  memory(first, 'loss', 2, 190 * 2 ** 20),
  ...steps(first, 1, [9000, 2000, 3000], [-0.1, -0.2, -0.3]),
  memory(first, 'training', 1, 2 ** 30),
  ...steps(second, 1, [8000, 1000, 1200], [-0.1, -0.20001, -0.30003]),
  memory(second, 'training', 1, 2 ** 29),
  ...steps(second, 2, [8000, 900, 900], [-0.1, -0.2, -0.3]),
  memory(second, 'training', 2, 2 ** 29),
  ...steps(first, 2, [9000, 2000, 2000], [-0.1, -0.2, -0.3]),
  memory(first, 'training', 2, 2 ** 30 + 2 ** 28),
];
const report = buildReport(tinyDescription, measurements);

describe('figures', () => {
  test('the loss alone', () => {
    expect(report.loss).toEqual([
      {
        contender: first,
        grid: '16x16x16',
        forward: { median: 100, minimum: 90, maximum: 110, count: 3 },
        gradient: { median: 310, minimum: 280, maximum: 400, count: 4 },
        timesFaster: 1,
        savedMilliseconds: 0,
        gradientMilliseconds: [300, 280, 400, 320],
        peakBytes: 200 * 2 ** 20,
      },
      {
        contender: second,
        grid: '16x16x16',
        forward: { median: 10, minimum: 10, maximum: 10, count: 1 },
        gradient: { median: 30, minimum: 29, maximum: 31, count: 2 },
        timesFaster: 310 / 30,
        savedMilliseconds: 280,
        gradientMilliseconds: [31, 29],
        peakBytes: 150 * 2 ** 20,
      },
    ]);
  });

  test('epochs are 403 mean steps without each round’s first', () => {
    const [baseline, faster] = report.training;
    expect(baseline!.secondsPerEpoch).toEqual([2.5 * 403, 2 * 403]);
    expect(baseline!.averageSecondsPerEpoch).toBe(2.25 * 403);
    expect(baseline!.reducedPercent).toBe(0);
    expect(faster!.secondsPerEpoch[0]).toBeCloseTo(1.1 * 403, 9);
    expect(faster!.averageSecondsPerEpoch).toBeCloseTo(403, 9);
    expect(faster!.reducedPercent).toBeCloseTo(100 * (1 - 1 / 2.25), 9);
    expect(faster!.step).toEqual({ median: 950, minimum: 900, maximum: 1200, count: 4 });
    expect(faster!.savedMilliseconds).toBe(2250 - 1000);
    expect(faster!.reducedInterval).toBeUndefined();
    expect(baseline!.peakBytes).toBe(2 ** 30 + 2 ** 28);
  });

  test('losses are those of the first round, compared step by step', () => {
    expect(report.training[1]!.losses).toEqual([-0.1, -0.20001, -0.30003]);
    expect(report.training[1]!.largestLossDifference).toBeCloseTo(3e-5, 12);
  });

  test('without Algorithm 1 there is nothing to compare with', () => {
    const alone = buildReport(
      tinyDescription,
      measurements.filter(({ contender }) => contender === second),
    );
    expect(alone.loss[0]!.timesFaster).toBeUndefined();
    expect(alone.training[0]!.reducedPercent).toBeUndefined();
    expect(renderMarkdown(alone)).toContain('| separable | 443.3 | 362.7 | 403.0 | – |');
  });

  test('rows added by other engines are compared within their engine', () => {
    const more = [
      ...measurements,
      ...losses('pytorch/sequential', 'gradient', [1000]),
      ...losses('pytorch/separable', 'gradient', [250]),
    ];
    expect(buildReport(tinyDescription, more).loss.at(-1)).toMatchObject({
      contender: 'pytorch/separable',
      timesFaster: 4,
    });
  });

  test('the engine without an Algorithm 1 is compared with that on ONNX Runtime, and the table says so', () => {
    const more = buildReport(tinyDescription, [...measurements, ...losses('wasm/fused', 'gradient', [2])]);
    expect(more.loss.at(-1)).toMatchObject({ contender: 'wasm/fused', timesFaster: 155 });
    const note = 'Engine wasm has no Algorithm 1: it is compared with that on ONNX Runtime.';
    expect(renderMarkdown(more)).toContain(note);
    expect(renderMarkdown(report)).not.toContain('Engine wasm');
  });

  test('a contender interrupted in its first step has no row', () => {
    const torn = buildReport(tinyDescription, steps(first, 1, [9000], [-0.1]));
    expect(torn.training).toEqual([]);
  });
});

describe('completeness', () => {
  test('everything measured, one memory missing, one contender failed', () => {
    expect(report.complete).toBe(true);
    const withoutLast = measurements.slice(0, -1);
    expect(buildReport(tinyDescription, withoutLast).complete).toBe(false);
    const failure: Measurement = { kind: 'failure', contender: first, task: 'training', round: 2, message: 'boom' };
    expect(buildReport(tinyDescription, [...withoutLast, failure]).complete).toBe(true);
    const disagreeing = [agreement(first, false), ...measurements.filter(({ contender }) => contender === second)];
    expect(buildReport(tinyDescription, disagreeing).complete).toBe(true);
    expect(buildReport(tinyDescription, []).complete).toBe(false);
  });
});

describe('report.md', () => {
  const markdown = renderMarkdown(report);

  test('has the tables with their figures', () => {
    expect(markdown).toContain('| onnxruntime/sequential | 1.3e-6 | 1.0e-4 | 1.000000 | 3.0e-5 | yes |');
    expect(markdown).toContain('| onnxruntime separable | 10.0 | 30.0 | 29.0–31.0 | 10.33× |');
    expect(markdown).toContain('| onnxruntime/separable | 16x16x16 | 150 | – |');
    expect(markdown).toContain('| algorithm | epoch 1 | epoch 2 | average | reduced % |');
    expect(markdown).toContain('| Algorithm 1 | 1007.5 | 806.0 | 906.8 | 0.0 |');
    expect(markdown).toContain('| separable | 443.3 | 362.7 | 403.0 | 55.6 |');
    expect(markdown).toContain('| separable | 950 | 900–1200 | 0.0 | 30 | 970 | 1250 |');
    expect(markdown).toContain('| onnxruntime/separable | 0.50 |');
    expect(markdown).toContain('| separable | █▅▁ | -0.100000 | -0.300030 | 3.0e-5 | yes |');
  });

  test('says what is scaled, what was run where, and what the figures do not show', () => {
    expect(markdown).toContain('Not measured epochs');
    expect(markdown).toContain('Test CPU, 2 cores, 8.0 GiB');
    expect(markdown).toContain('## What these figures do not show');
    expect(markdown).toContain('synthetic phantom');
    expect(markdown).toContain("the paper's is 160x192x224");
    expect(markdown).not.toContain('Unfinished');
    expect(markdown).not.toContain('busy');
    const busy = { ...tinyDescription, machine: { ...tinyDescription.machine, load: 1.5 } };
    expect(renderMarkdown(buildReport(busy, measurements))).toContain('busy when the run began (load 1.5 on 2 cores)');
  });

  test('marks an unfinished run, failures, disagreement and losses that are not finite', () => {
    const broken = renderMarkdown(
      buildReport(tinyDescription, [
        agreement(first, false),
        { kind: 'failure', contender: second, task: 'loss', round: 1, message: 'out of memory' },
        ...steps('onnxruntime/pooled', 1, [1, 1], [-0.1, Number.NaN]),
      ]),
    );
    expect(broken).toContain('| NO |');
    expect(broken).toContain('- onnxruntime/separable, loss, round 1: out of memory');
    expect(broken).toContain('| pooled | ▁? | -0.100000 | not finite | – | – |');
    expect(renderMarkdown(buildReport(tinyDescription, []))).toContain('**Unfinished:**');
  });

  test('many epochs are summarized by their average', () => {
    const rounds = [1, 2, 3, 4, 5, 6].flatMap((round) => steps(first, round, [2, 1000], [-1, -1]));
    expect(renderMarkdown(buildReport(tinyDescription, rounds))).toContain('| algorithm | average | reduced % |');
  });
});

describe('the terminal', () => {
  test('fits 79 columns and is plain unless colors are asked for', () => {
    const text = renderTerminal(report, { colors: false });
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(79);
    expect(text).not.toContain('\u001b');
    expect(renderTerminal(report, { colors: true })).toContain('\u001b[1m');
    expect(text).toMatch(/separable +443\.3 +362\.7 +403\.0 +55\.6/);
  });

  test('the longest names and large figures fit too', () => {
    const rows = ([first, 'wasm/fused', 'wasm/fused-copied'] as const).flatMap((contender) => [
      agreement(contender, true),
      ...losses(contender, 'forward', [12345.6]),
      ...losses(contender, 'gradient', [12345.6, 23456.7]),
      memory(contender, 'loss', 1, 12 * 2 ** 30),
    ]);
    const text = renderTerminal(buildReport(tinyDescription, rows), { colors: false });
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(79);
    expect(text).toMatch(/wasm fused-copied +12345\.6 +17901\.2 +12345\.6–23456\.7 +1\.00×/);
  });
});

test('sparklines', () => {
  expect(sparkline([0, 1, 2, 7], 0, 7)).toBe('▁▂▃█');
  expect(sparkline([5, 5], 5, 5)).toBe('▁▁');
  expect(sparkline([Number.NaN, 9, -9], 0, 7)).toBe('?█▁');
  expect(
    sparkline(
      Array.from({ length: 240 }, (_, index) => index),
      0,
      239,
    ),
  ).toHaveLength(24);
  expect(sparkline([], 0, 1)).toBe('');
});

test('order statistics', () => {
  expect(summarize([])).toBeUndefined();
  expect(summarize([3])).toEqual({ median: 3, minimum: 3, maximum: 3, count: 1 });
  expect(summarize([4, 1, 3, 2])).toEqual({ median: 2.5, minimum: 1, maximum: 4, count: 4 });
  expect(summarize([5, 1, 3])).toEqual({ median: 3, minimum: 1, maximum: 5, count: 3 });
});
