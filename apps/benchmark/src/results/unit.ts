import type { ContenderId } from '../contenders/contender.ts';
import type { Measurement } from './measurement.ts';

/** The parts of a run that are finished or not: one task of one contender, a training's by epoch. */
export interface Unit {
  readonly task: 'agreement' | 'loss' | 'training';
  readonly contender: ContenderId;
  /** The network, where the task is its training. */
  readonly network?: string | undefined;
  /** The round of the loss alone, the epoch of a training. */
  readonly round: number;
}

/** The name of a unit, the same in every process of a run. */
export const unitId = ({ task, contender, network, round }: Unit): string =>
  [task, ...(network === undefined ? [] : [network]), contender, round].join(' ');

/** The unit that a measurement belongs to; `undefined` where it stands alone. */
export function unitOf(measurement: Measurement): string | undefined {
  switch (measurement.kind) {
    case 'memory':
    case 'failure':
      return unitId(measurement);
    case 'loss':
      return unitId({ task: 'loss', ...measurement });
    case 'step':
    case 'epoch':
    case 'quality':
      return unitId({ task: 'training', ...measurement, round: measurement.epoch });
    case 'agreement':
      return measurement.network === undefined
        ? unitId({ task: 'agreement', ...measurement, round: 1 })
        : unitId({ task: 'training', ...measurement, round: measurement.epoch });
    default:
      return undefined;
  }
}

/** The units that are finished: a training or timing with its last line, an agreement with its only one. */
export const finishedUnits = (measurements: readonly Measurement[]): ReadonlySet<string> =>
  new Set(
    measurements
      .filter((entry) => entry.kind === 'memory' || (entry.kind === 'agreement' && entry.network === undefined))
      .map((entry) => unitOf(entry) as string),
  );
