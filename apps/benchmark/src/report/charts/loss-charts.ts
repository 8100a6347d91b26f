import type { Report } from '../build-report.ts';
import { groupBy } from '../group-by.ts';
import { algorithmName, engineOf } from '../names.ts';
import type { Chart } from './chart.ts';

/** The loss with its gradient by contender on a logarithmic axis, with what the memory's rate allows. */
export function lossCharts({ loss }: Report): Chart[] {
  return [...groupBy(loss, ({ grid }) => grid)].flatMap(([grid, rows]): Chart[] => {
    const values = rows.flatMap(({ contender, gradient }) =>
      gradient ? [{ who: `${engineOf(contender)} ${algorithmName(contender)}`, ...gradient }] : [],
    );
    if (values.length < 2) return [];
    const limit = rows.find(({ limitMilliseconds }) => limitMilliseconds !== undefined)?.limitMilliseconds;
    const y = { field: 'who', type: 'nominal', title: null, sort: values.map(({ who }) => who) } as const;
    const extremes = [
      ...values.flatMap(({ minimum, maximum }) => [minimum, maximum]),
      ...(limit === undefined ? [] : [limit]),
    ];
    const axis = { values: powersOfTen(Math.min(...extremes), Math.max(...extremes)), format: '~r' };
    const x = { type: 'quantitative', title: 'milliseconds, logarithmic', scale: { type: 'log' }, axis } as const;
    const limits = limit === undefined ? [] : [{ limit, text: 'memory limit' }];
    return [
      {
        section: 'loss',
        caption: `The loss and its gradient, milliseconds on a logarithmic axis: medians, and from the shortest to the longest (${grid}).${limit === undefined ? '' : ' The dashed line is what the memory’s rate would allow.'}`,
        description: `Points by contender of the time of the loss with its gradient on ${grid}. The tables below hold the figures.`,
        spec: {
          width: 220,
          height: { step: 20 },
          data: { values },
          layer: [
            {
              mark: { type: 'rule', strokeWidth: 2, color: 'var(--series-1)' },
              encoding: { y, x: { ...x, field: 'minimum' }, x2: { field: 'maximum' } },
            },
            {
              mark: { type: 'point', filled: true, size: 70, opacity: 1, color: 'var(--series-1)' },
              encoding: { y, x: { ...x, field: 'median' } },
            },
            {
              data: { values: limits },
              mark: { type: 'rule', strokeDash: [5, 4], strokeWidth: 1.5, color: 'var(--series-2)' },
              encoding: { x: { ...x, field: 'limit' } },
            },
          ],
        },
      },
    ];
  });
}

/** From the one below to the one above. */
function powersOfTen(least: number, most: number): number[] {
  const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}
