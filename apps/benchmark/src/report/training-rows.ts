import type { ContenderId } from '../contenders/contender.ts';
import { formatShape } from '../data/volume.ts';
import type { Measurement, StepMeasurement } from '../results/measurement.ts';
import type { Interval } from './bootstrap.ts';
import { compareLosses, compareTimes } from './compare-trainings.ts';
import { type EpochFigures, epochFigures } from './epoch-figures.ts';
import { groupBy } from './group-by.ts';
import { baselineOf, engineOf } from './names.ts';
import { pairsPerEpoch } from './paper-figures.ts';
import { peaksOf } from './peaks.ts';
import { mean, relativeSpread, type Summary, summarize } from './statistics.ts';

/** One contender's training of one network, shaped like a row of the paper's tables. */
export interface TrainingRow {
  readonly contender: ContenderId;
  /** The network's name. */
  readonly network: string;
  readonly grid: string;
  readonly epochs: readonly EpochFigures[];
  /** Whether an epoch has another number of steps than the paper's 403, so that its seconds are scaled. */
  readonly scaled: boolean;
  /** The epochs' seconds, each for 403 pairs. */
  readonly secondsPerEpoch: readonly number[];
  readonly averageSecondsPerEpoch: number;
  /** How much less than with Algorithm 1, in percent, over the epochs that both have. */
  readonly reducedPercent?: number;
  /** 95 % of the reduction, from a bootstrap of the steps, those of one pair of images drawn together. */
  readonly reducedInterval?: Interval;
  /** Milliseconds per step, all epochs, without the warm-up. */
  readonly step: Summary;
  /** Interquartile range of the steps divided by their median. */
  readonly spread?: number;
  readonly meanStepMilliseconds: number;
  /** The mean step with Algorithm 1 minus that with this one: the part that does not depend on the network. */
  readonly savedMilliseconds?: number;
  readonly savedInterval?: Interval;
  /** Mean time a step waited for its images. */
  readonly loadMilliseconds: number;
  /** Mean time of a copy of one pair to the device, a part of every step, where it was measured. */
  readonly transferMilliseconds?: number;
  readonly peakBytes?: number;
  readonly devicePeakBytes?: number;
  /** Milliseconds of every step in order, for comparisons with other runs. */
  readonly stepMilliseconds: readonly number[];
  /** Loss before each step, of all epochs; where every round began anew, of the first. */
  readonly losses: readonly number[];
  /** Whose losses these are compared with: Algorithm 1's, or the first contender's on an engine without it. */
  readonly lossReference?: ContenderId;
  /** Largest difference of a step's loss from that of the reference, over all steps. */
  readonly largestLossDifference?: number;
  /** Whether the first steps' losses are those of the reference, see {@link compareLosses}. */
  readonly equalLosses?: boolean;
}

/** A row with the steps behind it. */
export interface TimedTraining {
  readonly row: TrainingRow;
  readonly timed: readonly StepMeasurement[];
}

/**
 * One row per contender, network and grid, in the order of measurement.
 *
 * @param continuous whether an epoch goes on from the one before; the rounds of earlier versions each began anew, their
 * warm-up being a step like others.
 */
export function trainingRows(measurements: readonly Measurement[], continuous = false): TrainingRow[] {
  const steps = measurements.filter((measurement) => measurement.kind === 'step');
  const groups = groupBy(steps, ({ contender, network, shape }) => `${formatShape(shape)} ${network} ${contender}`);
  const trainings = [...groups.values()]
    .map((group) => timedTraining(group, measurements, continuous))
    .filter((training) => training !== undefined);
  return trainings.map((training) => {
    const { row } = training;
    const peers = trainings.filter(
      ({ row: { contender, network, grid } }) =>
        network === row.network && grid === row.grid && engineOf(contender) === engineOf(row.contender),
    );
    const baseline = peers.find((peer) => peer.row.contender === baselineOf(row.contender));
    const reference = baseline ?? (peers.length > 1 ? peers[0] : undefined);
    return {
      ...row,
      ...(baseline && compareTimes(training, baseline)),
      ...(reference && compareLosses(row, reference.row)),
    };
  });
}

function timedTraining(
  steps: readonly StepMeasurement[],
  measurements: readonly Measurement[],
  continuous: boolean,
): TimedTraining | undefined {
  const { contender, network, shape } = steps[0]!;
  const timed = steps.filter(({ step }) => step > 0);
  const stepMilliseconds = timed.map(({ milliseconds }) => milliseconds);
  const step = summarize(stepMilliseconds);
  if (!step) return undefined;
  const epochs = epochFigures(timed, measurements);
  const transfers = epochs.map(({ transferMilliseconds }) => transferMilliseconds).filter((time) => time !== undefined);
  const secondsPerEpoch = epochs.map(({ secondsPerEpoch }) => secondsPerEpoch);
  const spread = relativeSpread(stepMilliseconds);
  const row: TrainingRow = {
    contender,
    network,
    grid: formatShape(shape),
    epochs,
    scaled: epochs.some(({ steps }) => steps !== pairsPerEpoch),
    secondsPerEpoch,
    averageSecondsPerEpoch: mean(secondsPerEpoch),
    step,
    ...(spread !== undefined && { spread }),
    meanStepMilliseconds: mean(stepMilliseconds),
    loadMilliseconds: mean(timed.map(({ loadMilliseconds }) => loadMilliseconds)),
    ...(transfers.length > 0 && { transferMilliseconds: mean(transfers) }),
    ...peaksOf(measurements, { contender, task: 'training', network }),
    stepMilliseconds,
    losses: (continuous ? timed : firstRound(steps)).map(({ loss }) => loss),
  };
  return { row, timed };
}

function firstRound(steps: readonly StepMeasurement[]): StepMeasurement[] {
  const first = Math.min(...steps.map(({ epoch }) => epoch));
  return steps.filter(({ epoch }) => epoch === first);
}
