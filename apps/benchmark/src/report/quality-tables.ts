import { networkTitle } from '../networks/select.ts';
import type { Report } from './build-report.ts';
import { groupBy } from './group-by.ts';
import { algorithmName, engineOf } from './names.ts';
import type { QualityRow } from './quality-rows.ts';
import { fixed, type Table } from './table.ts';

/** What the trained networks make of the judged pairs: before any registration, and after the last epoch. */
export function qualityTables({ quality }: Report): Table[] {
  const groups = groupBy(quality, ({ contender, network }) => `${networkTitle(network)} on ${engineOf(contender)}`);
  return [...groups].map(([place, rows]) => ({
    title: `Quality on ${rows[0]!.pairs} pair(s) (${place})`,
    head: ['algorithm', 'epochs', 'Dice', 'endpoint error, voxels', 'folding %'],
    rows: rowsOf(rows),
    notes: [
      'Means over the pairs. Dice is the mean over the structures of both images, the endpoint error the mean distance to the known displacement, folding the share of voxels where the displacement turns space inside out.',
    ],
  }));
}

/** One row before any registration, then one after the last epoch of every algorithm. */
function rowsOf(rows: readonly QualityRow[]): string[][] {
  const before = rows.find(({ epoch }) => epoch === 0);
  const last = [...groupBy(rows, ({ contender }) => contender).values()].map((own) =>
    own.reduce((latest, row) => (row.epoch > latest.epoch ? row : latest)),
  );
  return [
    ...(before ? [['before registration', ...cellsOf(before)]] : []),
    ...last.filter(({ epoch }) => epoch > 0).map((row) => [algorithmName(row.contender), ...cellsOf(row)]),
  ];
}

const cellsOf = ({ epoch, dice, endpointError, foldingPercent }: QualityRow): string[] => [
  String(epoch),
  fixed(dice, 4),
  fixed(endpointError, 3),
  fixed(foldingPercent, 3),
];
