import type { ContenderId } from '../contenders/contender.ts';
import { networkTitle } from '../networks/select.ts';
import type { Report } from './build-report.ts';
import { type ComparedColumns, cellIn, comparableGroups } from './compared-columns.ts';
import type { LossRow } from './loss-rows.ts';
import { algorithmName } from './names.ts';
import type { NetworkRow } from './network-rows.ts';
import { pairsPerEpoch, paperDevices, paperFigures, paperGrid, paperReduction, paperSaving } from './paper-figures.ts';
import { fixed, type Table, withInterval } from './table.ts';

interface Group extends ComparedColumns {
  readonly place: string;
  readonly rows: readonly NetworkRow[];
}

/** The paper's tables of every engine that has Algorithm 1: seconds per epoch, the same beside the paper's, savings. */
export function networkTables({ networks, loss, training }: Report): Table[] {
  return comparableGroups(networks).flatMap((group) => {
    const scaled = training.some(({ scaled, grid }) => scaled && grid === group.rows[0]!.grid);
    return [epochTable(group, scaled), paperTable(group, scaled), savingTable(group, loss)];
  });
}

function epochTable({ place, rows, baseline, others }: Group, scaled: boolean): Table {
  return {
    title: `Seconds per epoch of ${pairsPerEpoch} pairs by network${scaled ? ', scaled from fewer steps' : ''} (${place})`,
    head: ['network', algorithmName(baseline), ...others.flatMap((id) => [algorithmName(id), 'reduced %'])],
    rows: rows.map((row) => [
      networkTitle(row.network),
      fixed(cellIn(row, baseline)?.averageSecondsPerEpoch, 1),
      ...others.flatMap((id) => {
        const cell = cellIn(row, id);
        return [fixed(cell?.averageSecondsPerEpoch, 1), withInterval(cell?.reducedPercent, cell?.reducedInterval, 1)];
      }),
    ]),
    notes: [
      'Averages over the epochs; each "reduced" is the column before it against Algorithm 1, behind it in parentheses the interval that holds 95 % of a bootstrap of the steps, those on the same images drawn together.',
    ],
  };
}

function paperTable({ rows, baseline, others }: Group, scaled: boolean): Table {
  const known = rows.filter(({ network }) => paperFigures[network] !== undefined);
  const { engine, grid } = rows[0]!;
  const compared = [baseline, ...others].flatMap((id) => [
    [`${engine}: ${algorithmName(id)}`, ...known.map((row) => fixed(cellIn(row, id)?.averageSecondsPerEpoch, 1))],
    ...(id === baseline ? [] : [['  reduced %', ...known.map((row) => fixed(cellIn(row, id)?.reducedPercent, 1))]]),
  ]);
  const paper = paperDevices.flatMap((device) => {
    const figures = known.map(({ network }) => paperFigures[network]![device]);
    return [
      [`${device}: Algorithm 1`, ...figures.map(({ sequential }) => fixed(sequential, 2))],
      [`${device}: Algorithm 2`, ...figures.map(({ grouped }) => fixed(grouped, 2))],
      ['  reduced %', ...figures.map((seconds) => fixed(paperReduction(seconds), 1))],
    ];
  });
  return {
    title: `Beside the paper: seconds per epoch of ${pairsPerEpoch} pairs (here ${grid}${scaled ? ', scaled' : ''}; the paper ${paperGrid})`,
    head: ['', ...known.map(({ network }) => networkTitle(network))],
    rows: known.length === 0 ? [] : [...compared, ...paper],
    notes: [
      'A100, RTX 8000 and P100 are the paper’s own figures ("A Naive Trick to Accelerate Training of LNCC-Based Deep Image Registration Models"), window 9×9×9. Compare reductions, not seconds, between machines.',
    ],
  };
}

function savingTable({ place, rows, baseline, others }: Group, loss: readonly LossRow[]): Table {
  const hasPaper = rows.some(({ network }) => paperFigures[network]) && others.some((id) => id.endsWith('/grouped'));
  const onDevices = paperDevices.map((device) => [
    `paper, ${device}`,
    stepRange(rows, (network) => (1000 * paperFigures[network]![device].sequential) / pairsPerEpoch),
    ...others.map((id) =>
      id.endsWith('/grouped') ? stepRange(rows, (network) => paperSaving(paperFigures[network]![device])) : '',
    ),
  ]);
  return {
    title: `Saved per step against Algorithm 1, milliseconds (${place})`,
    head: ['network', 'step with Algorithm 1', ...others.map(algorithmName)],
    rows: [
      ...rows.map((row) => [
        networkTitle(row.network),
        fixed(cellIn(row, baseline)?.stepMilliseconds, 0),
        ...others.map((id) => {
          const cell = cellIn(row, id);
          return withInterval(cell?.savedMilliseconds, cell?.savedInterval, 0);
        }),
      ]),
      ...lossAlone(rows[0]!.grid, { baseline, others }, loss),
      ...(hasPaper ? onDevices : []),
    ],
    notes: [
      'The mean step with Algorithm 1 minus that with the other, in parentheses 95 % of it: only the loss differs, so every network should save about the same, and about what the loss alone saves with its gradient.',
      ...(hasPaper
        ? [
            'The paper’s rows are its epochs over 403 steps, from the least to the most of the same networks: about 340, 680 and 900 ms saved on its three devices.',
          ]
        : []),
    ],
  };
}

/** From the least to the most over the networks that the paper has. */
function stepRange(rows: readonly NetworkRow[], figureOf: (network: string) => number): string {
  const values = rows.map(({ network }) => network).filter((network) => paperFigures[network]);
  const numbers = values.map(figureOf);
  const [least, most] = [fixed(Math.min(...numbers), 0), fixed(Math.max(...numbers), 0)];
  return least === most ? least : `${least}–${most}`;
}

/** The same differences of the loss with its gradient, where it was timed on the grid of the training. */
function lossAlone(grid: string, { baseline, others }: ComparedColumns, loss: readonly LossRow[]): string[][] {
  const rowOf = (id: ContenderId) => loss.find((row) => row.contender === id && row.grid === grid);
  const first = rowOf(baseline)?.gradient?.median;
  if (first === undefined) return [];
  const saved = others.map((id) => withInterval(rowOf(id)?.savedMilliseconds, rowOf(id)?.savedInterval, 0));
  return [['the loss alone', fixed(first, 0), ...saved]];
}
