import { networkTitle } from '../networks/select.ts';
import type { Report } from './build-report.ts';
import { groupBy } from './group-by.ts';
import { algorithmName, baselineOf, engineOf } from './names.ts';
import { sparkline } from './sparkline.ts';
import { absent, fixed, scientific, type Table } from './table.ts';
import { equalLossTolerance, pairsPerEpoch, type TrainingRow } from './training-rows.ts';

const mostRoundColumns = 4;

/** Seconds per epoch, the steps behind them, and the losses, per network, engine and grid. */
export function trainingTables({ training }: Report): Table[] {
  const groups = groupBy(
    training,
    ({ contender, network, grid }) => `${networkTitle(network)} on ${engineOf(contender)}, ${grid}`,
  );
  return [...groups].flatMap(([place, rows]) => [
    epochTable(place, rows),
    stepTable(place, rows),
    curveTable(place, rows),
  ]);
}

function epochTable(place: string, rows: readonly TrainingRow[]): Table {
  const rounds = Math.max(...rows.map(({ secondsPerEpoch }) => secondsPerEpoch.length));
  const columns = rounds <= mostRoundColumns ? Array.from({ length: rounds }, (_, round) => `round ${round + 1}`) : [];
  return {
    title: `Seconds per epoch of ${pairsPerEpoch} pairs, scaled from single steps (${place})`,
    head: ['algorithm', ...columns, 'average', 'reduced %'],
    rows: rows.map((row) => [
      algorithmName(row.contender),
      ...columns.map((_, round) => fixed(row.secondsPerEpoch[round], 1)),
      fixed(row.averageSecondsPerEpoch, 1),
      fixed(row.reducedPercent, 1),
    ]),
    notes: [
      `Not measured epochs: the mean step of each round (its first step left out) times ${pairsPerEpoch}. "reduced" is against Algorithm 1.`,
    ],
  };
}

function stepTable(place: string, rows: readonly TrainingRow[]): Table {
  return {
    title: `One training step, milliseconds (${place})`,
    head: ['algorithm', 'median', 'min–max', 'difference', 'peak GiB'],
    rows: rows.map(({ contender, step, differenceMilliseconds, peakBytes }) => [
      algorithmName(contender),
      fixed(step.median, 0),
      `${step.minimum.toFixed(0)}–${step.maximum.toFixed(0)}`,
      fixed(differenceMilliseconds, 0),
      peakBytes === undefined ? absent : (peakBytes / 2 ** 30).toFixed(2),
    ]),
    notes: [
      '"difference" is the median step minus that of Algorithm 1: only the loss differs, so it does not depend on the network.',
    ],
  };
}

function curveTable(place: string, rows: readonly TrainingRow[]): Table {
  const losses = rows.flatMap((row) => row.losses).filter(Number.isFinite);
  const low = Math.min(...losses);
  const high = Math.max(...losses);
  return {
    title: `Loss before each step (${place})`,
    head: ['algorithm', 'curve', 'first', 'last', 'largest difference', 'equal'],
    rows: rows.map((row) => [
      algorithmName(row.contender),
      sparkline(row.losses, low, high),
      fixed(row.losses[0], 6),
      fixed(row.losses.at(-1), 6),
      scientific(row.largestLossDifference),
      equality(row),
    ]),
    notes: [
      `Same weights, same pair, same order. "largest difference" is against the loss of ${referenceOf(rows)} in the same step; up to ${equalLossTolerance} counts as equal.`,
    ],
  };
}

function equality({ equalLosses }: TrainingRow): string {
  if (equalLosses === undefined) return absent;
  return equalLosses ? 'yes' : 'NO';
}

function referenceOf(rows: readonly TrainingRow[]): string {
  const reference = rows.find(({ lossReference }) => lossReference !== undefined)?.lossReference;
  return algorithmName(reference ?? baselineOf(rows[0]!.contender));
}
