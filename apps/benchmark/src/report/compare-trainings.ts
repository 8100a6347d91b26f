import type { StepMeasurement } from '../results/measurement.ts';
import { bootstrap } from './bootstrap.ts';
import { stepSeconds } from './epoch-figures.ts';
import { mean } from './statistics.ts';
import type { TimedTraining, TrainingRow } from './training-rows.ts';

/** Losses of one step that differ by no more count as equal: what dense float32 convolutions round. */
export const equalLossTolerance = 1e-4;

/**
 * How many steps have to have equal losses: as many as the golden values of the authors' code have. Later the optimizer
 * amplifies what the first ones round: TransMorph's losses with two right algorithms were 1e-6 apart after three steps, and
 * 1e-4 after eight.
 */
export const comparedSteps = 3;

/** What one training takes less than the other, over the epochs that both have. */
export function compareTimes(training: TimedTraining, baseline: TimedTraining) {
  const common = training.row.epochs.filter(({ epoch }) => baseline.row.epochs.some((other) => other.epoch === epoch));
  if (common.length === 0) return {};
  const average = ({ row }: TimedTraining) =>
    mean(
      row.epochs
        .filter(({ epoch }) => common.some((other) => other.epoch === epoch))
        .map(({ secondsPerEpoch }) => secondsPerEpoch),
    );
  const { own, other } = pairedSteps(training.timed, baseline.timed);
  const samples = [own, other].map((steps) => steps.map((step) => 1000 * stepSeconds(step)));
  const steps = [own, other].map((list) => list.map(({ milliseconds }) => milliseconds));
  const intervals =
    training === baseline
      ? undefined
      : bootstrap({
          samples: [...samples, ...steps],
          paired: true,
          statistics: ([mine, theirs, myStep, theirStep]) => [
            100 * (1 - mean(mine!) / mean(theirs!)),
            mean(theirStep!) - mean(myStep!),
          ],
        });
  return {
    reducedPercent: 100 * (1 - average(training) / average(baseline)),
    ...(intervals && { reducedInterval: intervals[0]! }),
    ...(own.length > 0 && { savedMilliseconds: mean(steps[1]!) - mean(steps[0]!) }),
    ...(intervals && { savedInterval: intervals[1]! }),
  };
}

/** The steps that both have, in one order: those of the same epoch and place in it saw the same images. */
function pairedSteps(own: readonly StepMeasurement[], other: readonly StepMeasurement[]) {
  const key = ({ epoch, step }: StepMeasurement) => `${epoch} ${step}`;
  const byKey = new Map(other.map((step) => [key(step), step]));
  const pairs = own.flatMap((step) => {
    const partner = byKey.get(key(step));
    return partner ? [{ step, partner }] : [];
  });
  return { own: pairs.map(({ step }) => step), other: pairs.map(({ partner }) => partner) };
}

/** The largest of them; NaN where one is. */
const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

/** Whether a training took the same path as another: the same losses, step by step. */
export function compareLosses(row: TrainingRow, reference: TrainingRow) {
  const common = Math.min(row.losses.length, reference.losses.length);
  const differences = Array.from({ length: common }, (_, step) =>
    Math.abs(row.losses[step]! - reference.losses[step]!),
  );
  return {
    lossReference: reference.contender,
    largestLossDifference: largest(differences),
    equalLosses: largest(differences.slice(0, comparedSteps)) <= equalLossTolerance,
  };
}
