import { describe, expect, test } from 'vitest';
import { bandwidthLimit } from '../src/report/bandwidth-limit.ts';
import { buildReport } from '../src/report/build-report.ts';
import { renderMarkdown } from '../src/report/render-markdown.ts';
import { renderTerminal } from '../src/report/render-terminal.ts';
import type { Measurement, StepMeasurement } from '../src/results/measurement.ts';
import { lossMilliseconds, syntheticRun } from './synthetic-run.ts';

const { description, measurements } = syntheticRun();
const report = buildReport(description, measurements);
const rowOf = (network: string, algorithm: string) =>
  report.training.find((row) => row.network === network && row.contender === `onnxruntime/${algorithm}`)!;
const isStep = (entry: Measurement): entry is StepMeasurement => entry.kind === 'step';

describe('five epochs of five networks', () => {
  test('are complete, without warnings or failures', () => {
    expect(report.complete).toBe(true);
    expect(report.warnings).toEqual([]);
    expect(report.failures).toEqual([]);
    expect(report.training.length).toBe(15);
  });

  test('seconds are those of the epoch lines, scaled to 403 pairs', () => {
    const line = measurements.find((entry) => entry.kind === 'epoch' && entry.epoch === 3)!;
    const { epochs, scaled } = rowOf('vm1', 'sequential');
    const { seconds, loadSeconds } = line as Extract<Measurement, { kind: 'epoch' }>;
    expect(epochs[2]).toEqual({ epoch: 3, steps: 20, seconds, secondsPerEpoch: (seconds / 20) * 403, loadSeconds });
    expect(scaled).toBe(true);
  });

  test('an epoch of 403 pairs is not scaled', () => {
    const whole = syntheticRun({ networks: ['vm1'], epochs: 1, pairs: 403 });
    const [row] = buildReport(whole.description, whole.measurements).training;
    expect(row!.scaled).toBe(false);
    expect(row!.secondsPerEpoch[0]).toBeCloseTo(row!.epochs[0]!.seconds, 9);
    const markdown = renderMarkdown(buildReport(whole.description, whole.measurements));
    expect(markdown).toContain('Measured epochs of 403 steps');
    expect(markdown).not.toContain('scaled');
  });

  test('the interval holds what was put in, for every network', () => {
    for (const network of ['vm1', 'vm2', 'lku4', 'lku8', 'tm']) {
      const { reducedInterval, savedInterval, reducedPercent } = rowOf(network, 'grouped');
      const saved = lossMilliseconds.sequential! - lossMilliseconds.grouped!;
      expect(savedInterval!.low).toBeLessThan(saved + 60);
      expect(savedInterval!.high).toBeGreaterThan(saved - 60);
      expect(reducedInterval!.low).toBeLessThan(reducedPercent!);
      expect(reducedInterval!.high).toBeGreaterThan(reducedPercent!);
    }
  });

  test('steps are paired by epoch and place, what only one has is left out', () => {
    const isLate = (entry: Measurement) => isStep(entry) && entry.epoch === 5 && entry.contender.endsWith('/grouped');
    const shorter = buildReport(
      description,
      measurements.filter((entry) => !isLate(entry)),
    );
    const row = shorter.training.find(({ network, contender }) => network === 'vm1' && contender.endsWith('/grouped'))!;
    const times = (contender: string) =>
      measurements
        .filter(isStep)
        .filter((step) => step.network === 'vm1' && step.contender === contender && step.step > 0 && step.epoch < 5)
        .map(({ milliseconds }) => milliseconds);
    const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const saved = average(times('onnxruntime/sequential')) - average(times('onnxruntime/grouped'));
    expect(row.savedMilliseconds).toBeCloseTo(saved, 6);
  });

  test('loss curves go on over the epochs, without the warm-up', () => {
    const { losses, largestLossDifference, equalLosses } = rowOf('vm1', 'auto');
    expect(losses.length).toBe(100);
    expect(largestLossDifference).toBeGreaterThan(1e-8);
    expect(largestLossDifference).toBeLessThan(1e-5);
    expect(equalLosses).toBe(true);
  });

  test('a later difference is shown and does not count, an early one does', () => {
    const shifted = (from: number) =>
      buildReport(
        description,
        measurements.map((entry) =>
          isStep(entry) && entry.contender.endsWith('/auto') && entry.epoch === 1 && entry.step >= from
            ? { ...entry, loss: entry.loss + 1e-3 }
            : entry,
        ),
      ).training.find(({ contender }) => contender.endsWith('/auto'))!;
    expect(shifted(3)).toMatchObject({ equalLosses: false });
    const next = buildReport(
      description,
      measurements.map((entry) =>
        isStep(entry) && entry.contender.endsWith('/auto') && entry.epoch === 2
          ? { ...entry, loss: entry.loss + 1e-3 }
          : entry,
      ),
    ).training.find(({ contender }) => contender.endsWith('/auto'))!;
    expect(next.equalLosses).toBe(true);
    expect(next.largestLossDifference).toBeCloseTo(1e-3, 5);
  });

  test('the loss stands beside what the memory’s rate allows', () => {
    const limit = bandwidthLimit('gradient', 160 * 192 * 224, 18.4e9);
    expect(limit).toBeCloseTo(4.488, 3);
    const auto = report.loss.find(({ contender }) => contender.endsWith('/auto'))!;
    expect(auto.limitMilliseconds).toBe(limit);
    expect(auto.timesLimit).toBeCloseTo(auto.gradient!.median / limit, 9);
    expect(renderMarkdown(report)).toContain('12 bytes per voxel');
  });

  test('a step is wait, loss and rest', () => {
    const shares = report.shares.find(
      ({ network, contender }) => network === 'tm' && contender.endsWith('/sequential'),
    )!;
    expect(shares.loadMilliseconds).toBeGreaterThan(3);
    expect(shares.loadMilliseconds).toBeLessThan(7);
    expect(shares.lossMilliseconds! + shares.restMilliseconds).toBeCloseTo(shares.stepMilliseconds, 9);
    expect(shares.transferMilliseconds).toBeUndefined();
  });

  test('quality is the mean of the pairs by epoch, from before the registration', () => {
    const rows = report.quality.filter(({ network, contender }) => network === 'vm1' && contender.endsWith('/auto'));
    expect(rows.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(rows[0]).toMatchObject({ pairs: 2, foldingPercent: 0, endpointError: 4 });
    expect(rows[0]!.dice).toBeCloseTo(0.425, 9);
    expect(renderMarkdown(report)).toContain('| before registration | 0 | 0.4250 | 4.000 | 0.000 |');
  });

  test('the comparisons of every epoch are one row, the worst of them', () => {
    const worse = measurements.map((entry) =>
      entry.kind === 'agreement' && entry.epoch === 4 && entry.network === 'lku8'
        ? { ...entry, gradientCosine: 0.98, agrees: false }
        : entry,
    );
    const [row] = buildReport(description, worse).epochAgreement.filter(({ network }) => network === 'lku8');
    expect(row).toMatchObject({ epochs: [1, 2, 3, 4, 5], smallestCosine: 0.98, agrees: false });
  });

  test('device memory has a table of its own', () => {
    expect(renderMarkdown(report)).toContain('## Peak memory of the device, GiB');
    expect(rowOf('tm', 'sequential').devicePeakBytes).toBeCloseTo(0.8 * rowOf('tm', 'sequential').peakBytes!, 0);
  });

  test('a transfer that was measured is a column', () => {
    const transferred = measurements.map((entry) =>
      entry.kind === 'epoch' ? { ...entry, transferMilliseconds: 12 } : entry,
    );
    const { shares, ...rest } = buildReport(description, transferred);
    const [first] = shares;
    expect(first!.transferMilliseconds).toBe(12);
    expect(first!.lossMilliseconds! + first!.restMilliseconds + 12).toBeCloseTo(first!.stepMilliseconds, 9);
    const markdown = renderMarkdown({ shares, ...rest });
    expect(markdown).toContain('| algorithm | median | min–max | waits | transfer | loss | rest | saved |');
  });

  test('every line fits 79 columns', () => {
    const text = renderTerminal(report, { colors: false });
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(79);
  });
});

describe('warnings', () => {
  test('name who was uneven', () => {
    const uneven = measurements.map((entry) =>
      isStep(entry) && entry.contender === 'onnxruntime/auto' && entry.network === 'tm' && entry.step % 2 === 0
        ? { ...entry, milliseconds: 1.4 * entry.milliseconds }
        : entry,
    );
    const { warnings } = buildReport(description, uneven);
    expect(warnings.length).toBe(1);
    expect(warnings[0]).toMatch(/15 % of their median for onnxruntime\/auto \(TM\) 3\d %\.$/);
  });

  test('name every busy machine of a merged run', () => {
    const machines = [description.machine, { ...description.machine, load: 3, cores: 4 }];
    const { warnings, limits } = buildReport({ ...description, machines }, measurements);
    expect(warnings).toEqual([expect.stringContaining('busy when the run began (load 3.0 on 4 cores)')]);
    expect(limits.join(' ')).toContain('measured in 2 parts, which may be of different machines');
    expect(limits.join(' ')).not.toContain('different versions');
  });

  test('parts of different versions are told apart', () => {
    const machines = [
      { ...description.machine, commit: 'first' },
      { ...description.machine, commit: 'second' },
    ];
    const { limits } = buildReport({ ...description, machines }, measurements);
    expect(limits.join(' ')).toMatch(/different versions \(first on Node v\S+, second on Node v\S+\)/);
  });
});
