import { networkTitle } from '../../networks/select.ts';
import type { Report } from '../build-report.ts';
import { groupBy } from '../group-by.ts';
import { algorithmName, engineOf } from '../names.ts';
import type { TimeShares } from '../time-shares.ts';
import type { Chart } from './chart.ts';

const parts = ['waits', 'transfer', 'loss', 'rest'] as const;
const colors = ['var(--series-5)', 'var(--series-4)', 'var(--series-2)', 'var(--series-1)'];

/** What a step consists of, stacked, where the loss was timed on the same grid. */
export function shareCharts({ shares }: Report): Chart[] {
  const known = shares.filter(({ lossMilliseconds }) => lossMilliseconds !== undefined);
  const groups = groupBy(known, ({ contender, grid }) => `${engineOf(contender)}, ${grid}`);
  return [...groups].map(
    ([place, rows]): Chart => ({
      section: 'steps',
      caption: `What a training step consists of, milliseconds on average (${place}).`,
      description: `Stacked bars by network and algorithm: ${parts.join(', ')} of a step on ${place}. The tables below hold the figures.`,
      spec: {
        width: 210,
        height: { step: 18 },
        data: { values: rows.flatMap(segments) },
        mark: { type: 'bar' },
        encoding: {
          y: { field: 'who', type: 'nominal', title: null, sort: rows.map(nameOf) },
          x: { field: 'milliseconds', type: 'quantitative', title: 'milliseconds per step', stack: 'zero' },
          color: {
            field: 'part',
            type: 'nominal',
            scale: { domain: [...parts], range: colors },
            legend: { columns: 2 },
          },
          order: { field: 'order', type: 'quantitative' },
        },
      },
    }),
  );
}

const nameOf = ({ network, contender }: TimeShares): string => `${networkTitle(network)}, ${algorithmName(contender)}`;

function segments(shares: TimeShares) {
  const { loadMilliseconds, transferMilliseconds = 0, lossMilliseconds = 0, restMilliseconds } = shares;
  const times = [loadMilliseconds, transferMilliseconds, lossMilliseconds, restMilliseconds];
  return parts.map((part, order) => ({ who: nameOf(shares), part, order, milliseconds: Math.max(0, times[order]!) }));
}
