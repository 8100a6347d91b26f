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
    rows: [...groupBy(rows, ({ contender }) => contender).values()].flatMap(firstAndLast),
    notes: [
      'Means over the pairs. Epoch 0 is before any registration. Dice is the mean over the structures of both images, the endpoint error the mean distance to the known displacement, folding the share of voxels where the displacement turns space inside out.',
    ],
  }));
}

function firstAndLast(rows: readonly QualityRow[]): string[][] {
  const ordered = rows.toSorted((first, second) => first.epoch - second.epoch);
  const shown = ordered.length > 1 ? [ordered[0]!, ordered.at(-1)!] : ordered;
  return shown.map(({ contender, epoch, dice, endpointError, foldingPercent }) => [
    algorithmName(contender),
    String(epoch),
    fixed(dice, 4),
    fixed(endpointError, 3),
    fixed(foldingPercent, 3),
  ]);
}
