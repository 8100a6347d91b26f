import type { ContenderId } from '../contenders/contender.ts';
import type { Interval } from './bootstrap.ts';
import { groupBy } from './group-by.ts';
import { engineOf } from './names.ts';
import type { TrainingRow } from './training-rows.ts';

/** One network on one engine with every algorithm it was trained with: a row of the paper's table. */
export interface NetworkRow {
  readonly network: string;
  readonly engine: string;
  readonly grid: string;
  readonly algorithms: readonly NetworkCell[];
}

export interface NetworkCell {
  readonly contender: ContenderId;
  readonly averageSecondsPerEpoch: number;
  /** How much less than with Algorithm 1, in percent. */
  readonly reducedPercent?: number;
  readonly reducedInterval?: Interval;
  readonly stepMilliseconds: number;
  /** Mean step with Algorithm 1 minus the mean step with this one. */
  readonly savedMilliseconds?: number;
  readonly savedInterval?: Interval;
}

/** The trainings by engine, grid and network. */
export function networkRows(training: readonly TrainingRow[]): NetworkRow[] {
  const byEngine = groupBy(training, ({ contender, grid }) => `${engineOf(contender)} ${grid}`);
  return [...byEngine.values()].flatMap((group) =>
    [...groupBy(group, ({ network }) => network)].map(([network, rows]) => ({
      network,
      engine: engineOf(rows[0]!.contender),
      grid: rows[0]!.grid,
      algorithms: rows.map(cellOf),
    })),
  );
}

function cellOf(row: TrainingRow): NetworkCell {
  const { contender, averageSecondsPerEpoch, reducedPercent, reducedInterval, savedMilliseconds, savedInterval } = row;
  return {
    contender,
    averageSecondsPerEpoch,
    ...(reducedPercent !== undefined && { reducedPercent }),
    ...(reducedInterval && { reducedInterval }),
    stepMilliseconds: row.meanStepMilliseconds,
    ...(savedMilliseconds !== undefined && { savedMilliseconds }),
    ...(savedInterval && { savedInterval }),
  };
}
