import type { ContenderId } from '../contenders/contender.ts';
import { formatShape, voxelCount } from '../data/volume.ts';
import type { LossMeasurement, Measurement } from '../results/measurement.ts';
import { bandwidthLimit } from './bandwidth-limit.ts';
import { bootstrap, type Interval } from './bootstrap.ts';
import { groupBy } from './group-by.ts';
import { baselineOf } from './names.ts';
import { peaksOf } from './peaks.ts';
import { median, relativeSpread, type Summary, summarize } from './statistics.ts';

/** Times of the loss alone, milliseconds. */
export interface LossRow {
  readonly contender: ContenderId;
  /** The grid it was timed on, such as `80x96x112`. */
  readonly grid: string;
  readonly forward?: Summary;
  /** Forward and gradient together. */
  readonly gradient?: Summary;
  /** Algorithm 1's median on the baseline's engine and the same grid, divided by this one's, for forward and gradient. */
  readonly timesFaster?: number;
  /** Algorithm 1's median minus this one's, for forward and gradient, with 95 % of it from a bootstrap. */
  readonly savedMilliseconds?: number;
  readonly savedInterval?: Interval;
  /** What the memory's rate would allow for forward and gradient, and how many times longer the median is. */
  readonly limitMilliseconds?: number;
  readonly timesLimit?: number;
  /** Interquartile range of forward and gradient divided by their median. */
  readonly spread?: number;
  /** Milliseconds of every evaluation with the gradient, for comparisons with other runs. */
  readonly gradientMilliseconds: readonly number[];
  /** Largest resident memory of its processes, and of the device. */
  readonly peakBytes?: number;
  readonly devicePeakBytes?: number;
}

/** One row per contender and grid, in the order of measurement. */
export function lossRows(measurements: readonly Measurement[]): LossRow[] {
  const samples = measurements.filter((measurement) => measurement.kind === 'loss');
  const groups = groupBy(samples, ({ contender, shape }) => `${formatShape(shape)} ${contender}`);
  const key = (grid: string, contender: ContenderId) => `${grid} ${contender}`;
  return [...groups.values()].map((group) => {
    const { contender, shape } = group[0]!;
    const baseline = groups.get(key(formatShape(shape), baselineOf(contender))) ?? [];
    return { ...summarizeRow(group, measurements), ...compare(timesOf(group), timesOf(baseline)) };
  });
}

function summarizeRow(samples: readonly LossMeasurement[], measurements: readonly Measurement[]): LossRow {
  const { contender, shape } = samples[0]!;
  const forward = summarize(timesOf(samples, 'forward'));
  const gradient = summarize(timesOf(samples));
  const spread = relativeSpread(timesOf(samples));
  const rate = measurements.find((entry) => entry.kind === 'bandwidth')?.bytesPerSecond;
  const limit = rate === undefined ? undefined : bandwidthLimit('gradient', voxelCount(shape), rate);
  return {
    contender,
    grid: formatShape(shape),
    ...(forward && { forward }),
    ...(gradient && { gradient }),
    ...(spread !== undefined && { spread }),
    ...(limit !== undefined && { limitMilliseconds: limit }),
    ...(limit !== undefined && gradient && { timesLimit: gradient.median / limit }),
    gradientMilliseconds: timesOf(samples),
    ...peaksOf(measurements, { contender, task: 'loss' }),
  };
}

const timesOf = (samples: readonly LossMeasurement[], mode: LossMeasurement['mode'] = 'gradient'): number[] =>
  samples.filter((sample) => sample.mode === mode).map(({ milliseconds }) => milliseconds);

function compare(own: readonly number[], baseline: readonly number[]) {
  if (own.length === 0 || baseline.length === 0) return {};
  const intervals = bootstrap({
    samples: [own, baseline],
    paired: false,
    statistics: ([mine, theirs]) => [median(theirs!) - median(mine!)],
  });
  return {
    timesFaster: median(baseline) / median(own),
    savedMilliseconds: median(baseline) - median(own),
    ...(intervals && { savedInterval: intervals[0]! }),
  };
}
