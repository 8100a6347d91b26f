import { InvalidDataError } from '@fast-lncc/core';
import type { ContenderId } from '../../contenders/contender.ts';
import { bootstrap, type Interval } from '../bootstrap.ts';
import type { Report } from '../build-report.ts';
import { mean, median } from '../statistics.ts';
import { differencesOf } from './differences.ts';

/** A run that is compared, and what to call it. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/** The same work in two runs. */
export interface ComparedTimes {
  readonly contender: ContenderId;
  /** The network's name; absent for the loss alone. */
  readonly network?: string;
  readonly grid: string;
  /** Milliseconds: the mean step, or the median of the loss with its gradient. */
  readonly first: number;
  readonly second: number;
  /** The second's divided by the first's: above 1 the second run took longer. */
  readonly ratio: number;
  /** 95 % of the ratio; the times of both runs are drawn on their own, since nothing pairs them. */
  readonly interval?: Interval;
}

export interface Comparison {
  readonly first: string;
  readonly second: string;
  /** What else differs between the runs, in sentences. */
  readonly differences: readonly string[];
  readonly training: readonly ComparedTimes[];
  readonly loss: readonly ComparedTimes[];
  /** Rows of one run that the other lacks. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

/**
 * Times of two runs, row by row: those of the same contender, network and grid.
 *
 * @throws InvalidDataError when they have no such row in common.
 */
export function compareReports(first: NamedReport, second: NamedReport): Comparison {
  const rows = { first: timesIn(first.report), second: timesIn(second.report) };
  const compared = rows.first.flatMap((own) => {
    const other = rows.second.find((row) => keyOf(row) === keyOf(own));
    return other ? [compareTimes(own, other)] : [];
  });
  const missing = (from: readonly Times[], other: readonly Times[]) =>
    from.filter((row) => !other.some((candidate) => keyOf(candidate) === keyOf(row))).map(describe);
  if (compared.length === 0) {
    throw new InvalidDataError(
      `Nothing in these runs can be compared: ${first.name} has ${contents(rows.first)}; ${second.name} has ${contents(rows.second)}. Give two runs that measured the same contender on the same grid.`,
    );
  }
  return {
    first: first.name,
    second: second.name,
    differences: differencesOf(first.report, second.report),
    training: compared.filter(({ network }) => network !== undefined),
    loss: compared.filter(({ network }) => network === undefined),
    onlyFirst: missing(rows.first, rows.second),
    onlySecond: missing(rows.second, rows.first),
  };
}

/** The times of one row of a report, training or loss. */
interface Times {
  readonly contender: ContenderId;
  readonly network?: string;
  readonly grid: string;
  readonly milliseconds: readonly number[];
}

function timesIn({ training, loss }: Report): Times[] {
  return [
    ...training.map(({ contender, network, grid, stepMilliseconds }) => ({
      contender,
      network,
      grid,
      milliseconds: stepMilliseconds,
    })),
    ...loss.map(({ contender, grid, gradientMilliseconds }) => ({
      contender,
      grid,
      milliseconds: gradientMilliseconds,
    })),
  ].filter(({ milliseconds }) => milliseconds.length > 0);
}

/** Contenders, networks and grids, each named once: a run may have a hundred rows. */
function contents(times: readonly Times[]): string {
  if (times.length === 0) return 'no times';
  const unique = (values: readonly (string | undefined)[]) =>
    [...new Set(values.filter((value) => value !== undefined))].join(', ');
  const networks = unique(times.map(({ network }) => network));
  const trained = networks === '' ? '' : ` (networks ${networks})`;
  return `${unique(times.map(({ contender }) => contender))} on ${unique(times.map(({ grid }) => grid))}${trained}`;
}

const keyOf = ({ contender, network, grid }: Times): string => [contender, network ?? '', grid].join(' ');
const describe = ({ contender, network, grid }: Times): string =>
  `${network === undefined ? 'the loss alone' : `training of ${network}`} with ${contender} on ${grid}`;

function compareTimes(own: Times, other: Times): ComparedTimes {
  const { contender, network, grid } = own;
  const figure = network === undefined ? median : mean;
  const [first, second] = [figure(own.milliseconds), figure(other.milliseconds)];
  const intervals = bootstrap({
    samples: [own.milliseconds, other.milliseconds],
    paired: false,
    statistics: ([mine, theirs]) => [figure(theirs!) / figure(mine!)],
  });
  return {
    contender,
    ...(network !== undefined && { network }),
    grid,
    first,
    second,
    ratio: second / first,
    ...(intervals && { interval: intervals[0]! }),
  };
}
