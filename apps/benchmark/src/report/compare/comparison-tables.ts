import { networkTitle } from '../../networks/select.ts';
import { fixed, range, type Table } from '../table.ts';
import type { ComparedTimes, Comparison } from './compare-reports.ts';

/** Trainings and the loss alone, the second run beside the first. */
export function comparisonTables({ training, loss }: Comparison): Table[] {
  const tables: Table[] = [
    {
      title: 'Training steps, mean milliseconds',
      head: ['contender', 'network', 'grid', 'first', 'second', 'ratio', '95 %'],
      rows: training.map((row) => [row.contender, networkTitle(row.network!), ...cellsOf(row)]),
      notes: [
        'The ratio is the second run’s mean step divided by the first’s: above 1 the second took longer. Its interval comes from a bootstrap of the steps of both runs, each drawn on its own; it knows nothing of what differs between days and machines.',
      ],
    },
    {
      title: 'The loss and its gradient alone, median milliseconds',
      head: ['contender', 'grid', 'first', 'second', 'ratio', '95 %'],
      rows: loss.map((row) => [row.contender, ...cellsOf(row)]),
      notes: ['The same of the medians.'],
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function cellsOf({ grid, first, second, ratio, interval }: ComparedTimes): string[] {
  const decimals = Math.min(first, second) < 100 ? 2 : 0;
  return [grid, fixed(first, decimals), fixed(second, decimals), fixed(ratio, 3), interval ? range(interval, 2) : '–'];
}

/** What a reader has to know before the figures. */
export function comparisonLists({ differences, onlyFirst, onlySecond }: Comparison) {
  return [
    { title: 'What else differs', lines: differences.length > 0 ? differences : ['Nothing that was recorded.'] },
    { title: 'Only in the first run', lines: onlyFirst },
    { title: 'Only in the second run', lines: onlySecond },
  ].filter(({ lines }) => lines.length > 0);
}

/** The comparison in one sentence. */
export function comparisonHeadline({ training, loss }: Comparison): string {
  const rows = training.length > 0 ? training : loss;
  const ratios = rows.map(({ ratio }) => ratio);
  const spread = range({ low: Math.min(...ratios), high: Math.max(...ratios) }, 2);
  const what = training.length > 0 ? 'a training step' : 'the loss with its gradient';
  return `The second run takes ${spread} times as long as the first for ${what} (${rows.length} row${rows.length === 1 ? '' : 's'}).`;
}
