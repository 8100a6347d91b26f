import type { Measurement, StepMeasurement } from '../results/measurement.ts';
import { groupBy } from './group-by.ts';
import { pairsPerEpoch } from './paper-figures.ts';

/** One epoch of one training. */
export interface EpochFigures {
  /** The first is 1. */
  readonly epoch: number;
  /** Steps that were timed: pairs of images. */
  readonly steps: number;
  /** Wall time of these steps, waiting for images included; the sum of the steps where it was not measured. */
  readonly seconds: number;
  /** The same for the paper's 403 pairs: scaled where other than 403 steps were run. */
  readonly secondsPerEpoch: number;
  /** The part of it in which the steps waited for their images. */
  readonly loadSeconds?: number;
  /** A copy of one pair to the device, which is part of every step, where it was measured. */
  readonly transferMilliseconds?: number;
}

/** The epochs of one training in order, from its timed steps. */
export function epochFigures(timed: readonly StepMeasurement[], measurements: readonly Measurement[]): EpochFigures[] {
  const { contender, network } = timed[0]!;
  const walls = measurements
    .filter((entry) => entry.kind === 'epoch')
    .filter((entry) => entry.contender === contender && entry.network === network);
  return [...groupBy(timed, ({ epoch }) => epoch)]
    .toSorted(([first], [second]) => first - second)
    .map(([epoch, steps]) => {
      const wall = walls.find((entry) => entry.epoch === epoch && entry.steps === steps.length);
      const seconds = wall?.seconds ?? steps.reduce((sum, step) => sum + stepSeconds(step), 0);
      return {
        epoch,
        steps: steps.length,
        seconds,
        secondsPerEpoch: (seconds / steps.length) * pairsPerEpoch,
        ...(wall?.loadSeconds !== undefined && { loadSeconds: wall.loadSeconds }),
        ...(wall?.transferMilliseconds !== undefined && { transferMilliseconds: wall.transferMilliseconds }),
      };
    });
}

/** The step and its wait for the images, in seconds: what it adds to its epoch. */
export const stepSeconds = ({ milliseconds, loadMilliseconds }: StepMeasurement): number =>
  (milliseconds + loadMilliseconds) / 1000;
