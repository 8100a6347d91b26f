import type { ContenderId } from '../contenders/contender.ts';
import { formatShape } from '../data/volume.ts';
import type { Measurement, StepMeasurement } from '../results/measurement.ts';
import { groupBy } from './group-by.ts';
import { peakOf } from './loss-rows.ts';
import { baselineOf, engineOf } from './names.ts';
import { mean, type Summary, summarize } from './statistics.ts';

/** The paper's epoch: 403 training pairs, one step each. */
export const pairsPerEpoch = 403;

/** Losses of one step that differ by no more count as equal: what dense float32 convolutions round. */
export const equalLossTolerance = 1e-4;

/** One contender's training of one network, shaped like a row of the paper's tables. */
export interface TrainingRow {
  readonly contender: ContenderId;
  /** The network's name. */
  readonly network: string;
  readonly grid: string;
  /** Per round: the mean step without the first, times 403. An extrapolation, not a measured epoch. */
  readonly secondsPerEpoch: readonly number[];
  readonly averageSecondsPerEpoch: number;
  /** How much less than Algorithm 1's average, in percent. */
  readonly reducedPercent?: number;
  /** Milliseconds per step, all rounds, without each round's first. */
  readonly step: Summary;
  /** Median step minus Algorithm 1's, in milliseconds: the part that does not depend on the network. */
  readonly differenceMilliseconds?: number;
  readonly peakBytes?: number;
  /** Loss before each step of the first round, beginning with the untrained network. */
  readonly losses: readonly number[];
  /** Whose losses these are compared with: Algorithm 1's, or the first contender's on an engine without it. */
  readonly lossReference?: ContenderId;
  /** Largest difference of a step's loss from that of the reference. */
  readonly largestLossDifference?: number;
  /** Whether that is within {@link equalLossTolerance}. */
  readonly equalLosses?: boolean;
}

/** One row per contender, network and grid, in the order of measurement. */
export function trainingRows(measurements: readonly Measurement[]): TrainingRow[] {
  const steps = measurements.filter((measurement) => measurement.kind === 'step');
  const groups = groupBy(steps, ({ contender, network, shape }) => `${formatShape(shape)} ${network} ${contender}`);
  const rows = [...groups.values()].map((group) => rowOf(group, measurements)).filter((row) => row !== undefined);
  return rows.map((row) => {
    const peers = rows.filter(
      ({ contender, network, grid }) =>
        network === row.network && grid === row.grid && engineOf(contender) === engineOf(row.contender),
    );
    const baseline = peers.find(({ contender }) => contender === baselineOf(row.contender));
    const reference = baseline ?? (peers.length > 1 ? peers[0] : undefined);
    return { ...row, ...(baseline && compareTimes(row, baseline)), ...(reference && compareLosses(row, reference)) };
  });
}

function rowOf(steps: readonly StepMeasurement[], measurements: readonly Measurement[]): TrainingRow | undefined {
  const { contender, network, shape } = steps[0]!;
  const timed = steps.filter(({ step }) => step > 0);
  const step = summarize(timed.map(({ milliseconds }) => milliseconds));
  if (!step) return undefined;
  const rounds = [...groupBy(timed, ({ epoch }) => epoch)].sort(([first], [second]) => first - second);
  const secondsPerEpoch = rounds.map(
    ([, samples]) => (mean(samples.map(({ milliseconds }) => milliseconds)) * pairsPerEpoch) / 1000,
  );
  const firstEpoch = Math.min(...steps.map(({ epoch }) => epoch));
  const losses = steps.filter(({ epoch }) => epoch === firstEpoch).map(({ loss }) => loss);
  const peakBytes = peakOf(measurements, { contender, task: 'training', network });
  return {
    contender,
    network,
    grid: formatShape(shape),
    secondsPerEpoch,
    averageSecondsPerEpoch: mean(secondsPerEpoch),
    step,
    ...(peakBytes !== undefined && { peakBytes }),
    losses,
  };
}

function compareTimes(row: TrainingRow, baseline: TrainingRow) {
  return {
    reducedPercent: 100 * (1 - row.averageSecondsPerEpoch / baseline.averageSecondsPerEpoch),
    differenceMilliseconds: row.step.median - baseline.step.median,
  };
}

function compareLosses(row: TrainingRow, reference: TrainingRow) {
  const common = Math.min(row.losses.length, reference.losses.length);
  const differences = Array.from({ length: common }, (_, step) =>
    Math.abs(row.losses[step]! - reference.losses[step]!),
  );
  const largestLossDifference = Math.max(...differences);
  return {
    lossReference: reference.contender,
    largestLossDifference,
    equalLosses: largestLossDifference <= equalLossTolerance,
  };
}
