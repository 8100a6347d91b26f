import { networkTitle } from '../../networks/select.ts';
import type { Report } from '../build-report.ts';
import { cellIn, comparableGroups } from '../compared-columns.ts';
import { algorithmName } from '../names.ts';
import { type PaperDevice, paperDevices } from '../paper-figures.ts';
import type { Chart } from './chart.ts';
import { type IntervalPoint, intervalChart, type WhoScale } from './interval-chart.ts';
import { algorithmScale } from './theme.ts';

const nameOnDevice = (device: PaperDevice) => `paper, ${device}`;

/** Reductions beside the paper's, and what a step saves, for every engine that has Algorithm 1. */
export function networkCharts({ networks, loss, paper }: Report): Chart[] {
  return comparableGroups(networks).flatMap(({ place, rows, others }): Chart[] => {
    const own = algorithmScale(others);
    const reductions: IntervalPoint[] = rows.flatMap((row) => [
      ...others.flatMap((id): IntervalPoint[] => {
        const cell = cellIn(row, id);
        if (cell?.reducedPercent === undefined) return [];
        const point = { row: networkTitle(row.network), who: algorithmName(id), value: cell.reducedPercent };
        return [{ ...point, ...cell.reducedInterval }];
      }),
      ...paper
        .filter(({ network }) => network === row.network)
        .map(({ device, reducedPercent }) => ({
          row: networkTitle(row.network),
          who: nameOnDevice(device),
          value: reducedPercent,
        })),
    ]);
    const savings: IntervalPoint[] = [
      ...rows.flatMap((row) =>
        others.flatMap((id): IntervalPoint[] => {
          const cell = cellIn(row, id);
          if (cell?.savedMilliseconds === undefined) return [];
          const point = { row: networkTitle(row.network), who: algorithmName(id), value: cell.savedMilliseconds };
          return [{ ...point, ...cell.savedInterval }];
        }),
      ),
      ...others.flatMap((id): IntervalPoint[] => {
        const alone = loss.find((row) => row.contender === id && row.grid === rows[0]!.grid);
        if (alone?.savedMilliseconds === undefined) return [];
        const point = { row: 'the loss alone', who: algorithmName(id), value: alone.savedMilliseconds };
        return [{ ...point, ...alone.savedInterval }];
      }),
    ];
    return [
      {
        section: 'networks',
        caption: `Reduced seconds per epoch against Algorithm 1, percent, with 95 % intervals; the paper’s of Algorithm 2 in the same rows (${place}).`,
        description: `Points by network: reduction in percent of ${own.domain.join(' and ')} here, and of Algorithm 2 in the paper on ${paperDevices.join(', ')}. The tables below hold the figures.`,
        spec: intervalChart(reductions, 'reduced, %', withPaper(own, paper.length > 0)),
      },
      {
        section: 'networks',
        caption: `Saved per step against Algorithm 1, milliseconds, with 95 % intervals: about the same for every network, since only the loss differs (${place}).`,
        description: `Points by network: milliseconds that a step with ${own.domain.join(' and ')} saves, and what the loss alone saves. The tables below hold the figures.`,
        spec: intervalChart(savings, 'saved per step, ms', own),
      },
    ];
  });
}

function withPaper(own: WhoScale, hasPaper: boolean): WhoScale {
  if (!hasPaper) return own;
  return {
    domain: [...own.domain, ...paperDevices.map(nameOnDevice)],
    colors: [...own.colors, ...paperDevices.map(() => 'var(--series-6)')],
    shapes: [...own.shapes, 'cross', 'diamond', 'triangle-down'],
  };
}
