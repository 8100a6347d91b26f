import { networkTitle } from '../../networks/select.ts';
import type { Report } from '../build-report.ts';
import { groupBy } from '../group-by.ts';
import { algorithmName, engineOf } from '../names.ts';
import type { QualityRow } from '../quality-rows.ts';
import type { Chart } from './chart.ts';
import { algorithmScale } from './theme.ts';

const metrics = [
  { key: 'dice', title: 'Dice' },
  { key: 'endpointError', title: 'endpoint error, voxels' },
  { key: 'foldingPercent', title: 'folding, %' },
] as const;

/** Quality by epoch, a small chart per network, for every metric that was measured. */
export function qualityCharts({ quality }: Report): Chart[] {
  return [...groupBy(quality, ({ contender }) => engineOf(contender))].flatMap(([engine, rows]) =>
    metrics.flatMap(({ key, title }): Chart[] => {
      const values = rows.flatMap((row) => pointOf(row, row[key]));
      if (new Set(values.map(({ epoch }) => epoch)).size < 2) return [];
      const { domain, colors, shapes } = algorithmScale(rows.map(({ contender }) => contender));
      return [
        {
          section: 'quality',
          caption: `Quality by epoch: ${title} (${engine}). Epoch 0 is before any registration.`,
          description: `Curves by epoch of ${title} of ${domain.join(', ')}, by network. The tables below hold first and last figures.`,
          spec: {
            data: { values },
            facet: { field: 'network', type: 'nominal', title: null, sort: values.map(({ network }) => network) },
            columns: 2,
            spec: {
              width: 130,
              height: 100,
              mark: { type: 'line', point: true, strokeWidth: 1.5 },
              encoding: {
                x: {
                  field: 'epoch',
                  type: 'quantitative',
                  title: 'epochs',
                  axis: { tickMinStep: 1, tickCount: 5, grid: false, format: 'd' },
                },
                y: { field: 'value', type: 'quantitative', title, scale: { zero: false }, axis: { tickCount: 4 } },
                color: { field: 'who', type: 'nominal', scale: { domain, range: colors } },
                shape: { field: 'who', type: 'nominal', scale: { domain, range: shapes } },
              },
            },
          },
        },
      ];
    }),
  );
}

function pointOf({ contender, network, epoch }: QualityRow, value: number | undefined) {
  if (value === undefined) return [];
  return [{ network: networkTitle(network), who: algorithmName(contender), epoch, value }];
}
