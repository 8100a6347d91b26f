import { networkTitle } from '../../networks/select.ts';
import type { Report } from '../build-report.ts';
import { groupBy } from '../group-by.ts';
import { algorithmName, engineOf } from '../names.ts';
import { scientific } from '../table.ts';
import type { TrainingRow } from '../training-rows.ts';
import { trainingGroups } from '../training-tables.ts';
import type { Chart } from './chart.ts';
import { algorithmScale } from './theme.ts';

const mostPoints = 300;
const byEngine = (rows: readonly TrainingRow[]) =>
  groupBy(rows, ({ contender, grid }) => `${engineOf(contender)}, ${grid}`);

/** Seconds of every epoch, a mark each, around their average. */
export function epochCharts({ training }: Report): Chart[] {
  return [...byEngine(training)].map(([place, rows]): Chart => {
    const { domain, colors } = algorithmScale(rows.map(({ contender }) => contender));
    const names = (row: TrainingRow) => ({ network: networkTitle(row.network), who: algorithmName(row.contender) });
    const y = { field: 'network', type: 'nominal', title: null, sort: networksIn(rows) } as const;
    const yOffset = { field: 'who', type: 'nominal', sort: domain } as const;
    return {
      section: 'epochs',
      caption: `Seconds per epoch of 403 pairs: bars are averages, ticks the single epochs (${place}).`,
      description: `Bars by network and algorithm of the average seconds per epoch on ${place}. The tables below hold the figures.`,
      spec: {
        width: 300,
        height: { step: 15 },
        layer: [
          {
            data: { values: rows.map((row) => ({ ...names(row), seconds: row.averageSecondsPerEpoch })) },
            mark: { type: 'bar', opacity: 0.85 },
            encoding: {
              y,
              yOffset,
              x: { field: 'seconds', type: 'quantitative', title: 'seconds per epoch' },
              color: { field: 'who', type: 'nominal', scale: { domain, range: colors } },
            },
          },
          {
            data: {
              values: rows.flatMap((row) => row.secondsPerEpoch.map((seconds) => ({ ...names(row), seconds }))),
            },
            mark: { type: 'tick', thickness: 1.5, color: 'var(--text)' },
            encoding: { y, yOffset, x: { field: 'seconds', type: 'quantitative' } },
          },
        ],
      },
    };
  });
}

/** The losses of all algorithms laid over each other, the widest line below: where they coincide, all stay visible. */
export function curveCharts({ training }: Report): Chart[] {
  return [...trainingGroups(training)].flatMap(([place, rows]): Chart[] => {
    const { domain, colors } = algorithmScale(rows.map(({ contender }) => contender));
    const ordered = rows.filter(({ losses }) => losses.length > 1);
    if (ordered.length === 0) return [];
    const differences = rows.map((row) => row.largestLossDifference).filter((value) => value !== undefined);
    const values = ordered.flatMap((row) => thinned(row.losses, algorithmName(row.contender)));
    const largest = differences.length > 0 ? ` Largest difference ${scientific(Math.max(...differences))}.` : '';
    return [
      {
        section: 'curves',
        caption: `Loss before each step, all algorithms over each other (${place}).${largest}`,
        description: `Curves of the loss by step of ${domain.join(', ')} for ${place}, which should coincide.${largest}`,
        spec: {
          width: 300,
          height: 170,
          data: { values },
          layer: domain.map((name, index) => ({
            transform: [{ filter: { field: 'who', equal: name } }],
            mark: { type: 'line', strokeWidth: 1.4 + 2.6 * (domain.length - 1 - index), strokeJoin: 'round' },
            encoding: {
              x: { field: 'step', type: 'quantitative', title: 'step', axis: { tickMinStep: 1, grid: false } },
              y: { field: 'loss', type: 'quantitative', title: 'loss', scale: { zero: false } },
              color: { field: 'who', type: 'nominal', scale: { domain, range: colors } },
            },
          })),
        },
      },
    ];
  });
}

function thinned(losses: readonly number[], who: string) {
  const points = Math.min(losses.length, mostPoints);
  return Array.from({ length: points }, (_, point) => {
    const index = points === 1 ? 0 : Math.round((point * (losses.length - 1)) / (points - 1));
    return { who, step: index + 1, loss: losses[index]! };
  }).filter(({ loss }) => Number.isFinite(loss));
}

/** Peak memory by network and algorithm. */
export function memoryCharts({ training }: Report): Chart[] {
  const measured = training.filter(({ peakBytes }) => peakBytes !== undefined);
  return [...byEngine(measured)].map(([place, rows]): Chart => {
    const { domain, colors } = algorithmScale(rows.map(({ contender }) => contender));
    return {
      section: 'memory',
      caption: `Peak memory of a training process, GiB (${place}).`,
      description: `Bars by network and algorithm of the peak memory on ${place}. The tables below hold the figures.`,
      spec: {
        width: 300,
        height: { step: 15 },
        data: {
          values: rows.map((row) => ({
            network: networkTitle(row.network),
            who: algorithmName(row.contender),
            memory: row.peakBytes! / 2 ** 30,
          })),
        },
        mark: { type: 'bar', opacity: 0.85 },
        encoding: {
          y: { field: 'network', type: 'nominal', title: null, sort: networksIn(rows) },
          yOffset: { field: 'who', type: 'nominal', sort: domain },
          x: { field: 'memory', type: 'quantitative', title: 'GiB' },
          color: { field: 'who', type: 'nominal', scale: { domain, range: colors } },
        },
      },
    };
  });
}

const networksIn = (rows: readonly TrainingRow[]): string[] => [
  ...new Set(rows.map(({ network }) => networkTitle(network))),
];
