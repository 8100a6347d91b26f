import { networkTitle } from '../networks/select.ts';
import type { Report } from './build-report.ts';
import { comparedSteps, equalLossTolerance } from './compare-trainings.ts';
import { groupBy } from './group-by.ts';
import { algorithmName, baselineOf, engineOf } from './names.ts';
import { pairsPerEpoch } from './paper-figures.ts';
import { sparkline } from './sparkline.ts';
import { absent, fixed, range, scientific, type Table, withInterval } from './table.ts';
import type { TimeShares } from './time-shares.ts';
import type { TrainingRow } from './training-rows.ts';

const mostEpochColumns = 5;

/** Trainings of one network on one engine and grid, and their place in words. */
export function trainingGroups<Row extends Pick<TrainingRow, 'contender' | 'network' | 'grid'>>(rows: readonly Row[]) {
  return groupBy(rows, ({ contender, network, grid }) => `${networkTitle(network)} on ${engineOf(contender)}, ${grid}`);
}

/** Seconds per epoch, epoch by epoch. */
export const epochTables = ({ training }: Report): Table[] =>
  [...trainingGroups(training)].map(([place, rows]) => epochTable(place, rows));

function epochTable(place: string, rows: readonly TrainingRow[]): Table {
  const epochs = Math.max(...rows.map(({ secondsPerEpoch }) => secondsPerEpoch.length));
  const columns = epochs <= mostEpochColumns ? Array.from({ length: epochs }, (_, epoch) => `epoch ${epoch + 1}`) : [];
  const scaled = rows.some((row) => row.scaled);
  return {
    title: `Seconds per epoch of ${pairsPerEpoch} pairs${scaled ? ', scaled from fewer steps' : ''} (${place})`,
    head: ['algorithm', ...columns, 'average', 'reduced %'],
    rows: rows.map((row) => [
      algorithmName(row.contender),
      ...columns.map((_, epoch) => fixed(row.secondsPerEpoch[epoch], 1)),
      fixed(row.averageSecondsPerEpoch, 1),
      withInterval(row.reducedPercent, row.reducedInterval, 1),
    ]),
    notes: [
      scaled
        ? `Not measured epochs: the time of each epoch’s ${stepsOf(rows)} steps, without the warm-up, times ${pairsPerEpoch} over their number. "reduced" is against Algorithm 1, in parentheses 95 % of it.`
        : `Measured epochs of ${pairsPerEpoch} steps, the wait for the images included, without the warm-up. "reduced" is against Algorithm 1, in parentheses 95 % of it.`,
    ],
  };
}

function stepsOf(rows: readonly TrainingRow[]): string {
  const steps = rows.flatMap(({ epochs }) => epochs.map((epoch) => epoch.steps));
  return range({ low: Math.min(...steps), high: Math.max(...steps) }, 0);
}

/** The steps behind the epochs, and what they consist of. */
export const stepTables = ({ training, shares }: Report): Table[] =>
  [...trainingGroups(training)].map(([place, rows]) => stepTable(place, rows, shares));

function stepTable(place: string, rows: readonly TrainingRow[], shares: readonly TimeShares[]): Table {
  const own = rows.map((row) =>
    shares.find(
      ({ contender, network, grid }) => contender === row.contender && network === row.network && grid === row.grid,
    ),
  );
  const hasTransfer = own.some((share) => share?.transferMilliseconds !== undefined);
  return {
    title: `One training step, milliseconds (${place})`,
    head: ['algorithm', 'median', 'min–max', 'waits', ...(hasTransfer ? ['transfer'] : []), 'loss', 'rest', 'saved'],
    rows: rows.map(({ contender, step, savedMilliseconds, savedInterval }, index) => [
      algorithmName(contender),
      fixed(step.median, 0),
      range({ low: step.minimum, high: step.maximum }, 0),
      fixed(own[index]?.loadMilliseconds, 1),
      ...(hasTransfer ? [fixed(own[index]?.transferMilliseconds, 1)] : []),
      fixed(own[index]?.lossMilliseconds, 0),
      own[index]?.lossMilliseconds === undefined ? absent : fixed(own[index].restMilliseconds, 0),
      withInterval(savedMilliseconds, savedInterval, 0),
    ]),
    notes: [
      '"waits" is the mean time a step waited for its images, before it began; "loss" the loss and its gradient alone on the same grid, "rest" the mean step without it; "saved" the mean step of Algorithm 1 minus this one: only the loss differs, so neither depends on the algorithm or the network.',
    ],
  };
}

/** The losses, which have to be the same with every algorithm. */
export const curveTables = ({ training }: Report): Table[] =>
  [...trainingGroups(training)].map(([place, rows]) => curveTable(place, rows));

function curveTable(place: string, rows: readonly TrainingRow[]): Table {
  const losses = rows.flatMap((row) => row.losses).filter(Number.isFinite);
  const low = losses.reduce((least, loss) => Math.min(least, loss), Number.POSITIVE_INFINITY);
  const high = losses.reduce((most, loss) => Math.max(most, loss), Number.NEGATIVE_INFINITY);
  return {
    title: `Loss before each step (${place})`,
    drawnColumn: 1,
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
      `Same weights, same pairs, same order. "largest difference" is against the loss of ${referenceOf(rows)} in the same step; up to ${equalLossTolerance} in the first ${comparedSteps} steps counts as equal, later the optimizer amplifies what the first steps round.`,
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
