import type { ContenderId } from '../contenders/contender.ts';
import { formatShape } from '../data/volume.ts';
import type { LossMeasurement, Measurement, MemoryMeasurement } from '../results/measurement.ts';
import { groupBy } from './group-by.ts';
import { baselineOf } from './names.ts';
import { type Summary, summarize } from './statistics.ts';

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
  /** Largest resident memory of its processes. */
  readonly peakBytes?: number;
}

/** One row per contender and grid, in the order of measurement. */
export function lossRows(measurements: readonly Measurement[]): LossRow[] {
  const samples = measurements.filter((measurement) => measurement.kind === 'loss');
  const rows = [...groupBy(samples, ({ contender, shape }) => `${formatShape(shape)} ${contender}`).values()];
  const summaries = rows.map((row) => summarizeRow(row, measurements));
  return summaries.map((row) => {
    const baseline = summaries.find(
      ({ contender, grid }) => contender === baselineOf(row.contender) && grid === row.grid,
    );
    if (!row.gradient || !baseline?.gradient) return row;
    return { ...row, timesFaster: baseline.gradient.median / row.gradient.median };
  });
}

function summarizeRow(samples: readonly LossMeasurement[], measurements: readonly Measurement[]): LossRow {
  const { contender, shape } = samples[0]!;
  const times = (mode: LossMeasurement['mode']) =>
    summarize(samples.filter((sample) => sample.mode === mode).map(({ milliseconds }) => milliseconds));
  const forward = times('forward');
  const gradient = times('gradient');
  const peakBytes = peakOf(measurements, { contender, task: 'loss' });
  return {
    contender,
    grid: formatShape(shape),
    ...(forward && { forward }),
    ...(gradient && { gradient }),
    ...(peakBytes !== undefined && { peakBytes }),
  };
}

/** The largest memory any process of a contender had in a task; `undefined` where none was measured. */
export function peakOf(
  measurements: readonly Measurement[],
  { contender, task, network }: Pick<MemoryMeasurement, 'contender' | 'task' | 'network'>,
): number | undefined {
  const peaks = measurements
    .filter((entry) => entry.kind === 'memory')
    .filter((entry) => entry.contender === contender && entry.task === task && entry.network === network);
  return peaks.length === 0 ? undefined : Math.max(...peaks.map(({ peakBytes }) => peakBytes));
}
