import type { ContenderId } from '../contenders/contender.ts';
import { networkTitle } from '../networks/select.ts';
import type { Report } from './build-report.ts';
import { groupBy } from './group-by.ts';
import type { LossRow } from './loss-rows.ts';
import { algorithmName } from './names.ts';
import type { NetworkCell, NetworkRow } from './network-rows.ts';
import { mean } from './statistics.ts';
import { fixed, type Table } from './table.ts';
import { pairsPerEpoch } from './training-rows.ts';

/** The paper's table, one row per network, and what each step saves, where an engine trained more than one network. */
export function networkTables({ networks, loss }: Report): Table[] {
  const groups = groupBy(networks, ({ engine, grid }) => `${engine}, ${grid}`);
  return [...groups].flatMap(([place, rows]) => {
    if (rows.length < 2) return [];
    const columns = columnsOf(rows);
    return [epochTable(place, rows, columns), savingTable(place, rows, columns, loss)];
  });
}

/** Algorithm 1, then those that are compared with it. */
interface Columns {
  readonly baseline: ContenderId;
  readonly others: readonly ContenderId[];
}

/** The paper's two algorithms and one more: what the package chooses by itself, or else the fastest that was measured. */
function columnsOf(rows: readonly NetworkRow[]): Columns {
  const { engine } = rows[0]!;
  const baseline: ContenderId = `${engine}/sequential`;
  const grouped: ContenderId = `${engine}/grouped`;
  const auto: ContenderId = `${engine}/auto`;
  const cells = groupBy(
    rows.flatMap(({ algorithms }) => algorithms),
    ({ contender }) => contender,
  );
  const own = [...cells.keys()].filter((id) => id !== baseline && id !== grouped);
  const average = (id: ContenderId) => mean(cells.get(id)!.map((cell) => cell.averageSecondsPerEpoch));
  const [fastest] = own.toSorted((first, second) => average(first) - average(second));
  const chosen = own.includes(auto) ? auto : fastest;
  return { baseline, others: [...(cells.has(grouped) ? [grouped] : []), ...(chosen ? [chosen] : [])] };
}

const cellIn = ({ algorithms }: NetworkRow, id: ContenderId): NetworkCell | undefined =>
  algorithms.find(({ contender }) => contender === id);

function epochTable(place: string, rows: readonly NetworkRow[], { baseline, others }: Columns): Table {
  return {
    title: `Seconds per epoch of ${pairsPerEpoch} pairs by network, scaled from single steps (${place})`,
    head: ['network', algorithmName(baseline), ...others.flatMap((id) => [algorithmName(id), 'reduced %'])],
    rows: rows.map((row) => [
      networkTitle(row.network),
      fixed(cellIn(row, baseline)?.averageSecondsPerEpoch, 1),
      ...others.flatMap((id) => [
        fixed(cellIn(row, id)?.averageSecondsPerEpoch, 1),
        fixed(cellIn(row, id)?.reducedPercent, 1),
      ]),
    ]),
    notes: ['Averages over the rounds; each "reduced" is the column before it against Algorithm 1.'],
  };
}

function savingTable(
  place: string,
  rows: readonly NetworkRow[],
  { baseline, others }: Columns,
  loss: readonly LossRow[],
): Table {
  return {
    title: `Saved per step against Algorithm 1, milliseconds (${place})`,
    head: ['network', 'step with Algorithm 1', ...others.map(algorithmName)],
    rows: [
      ...rows.map((row) => [
        networkTitle(row.network),
        fixed(cellIn(row, baseline)?.stepMilliseconds, 0),
        ...others.map((id) => fixed(cellIn(row, id)?.savedMilliseconds, 0)),
      ]),
      ...lossAlone(rows[0]!.grid, { baseline, others }, loss),
    ],
    notes: [
      'The median step with Algorithm 1 minus that with the other: only the loss differs, so every network should save about the same, and about what the loss alone saves with its gradient.',
    ],
  };
}

/** The same differences of the loss with its gradient, where it was timed on the grid of the training. */
function lossAlone(grid: string, { baseline, others }: Columns, loss: readonly LossRow[]): string[][] {
  const median = (id: ContenderId) => loss.find((row) => row.contender === id && row.grid === grid)?.gradient?.median;
  const first = median(baseline);
  if (first === undefined) return [];
  const saved = (id: ContenderId) => {
    const other = median(id);
    return other === undefined ? undefined : first - other;
  };
  return [['the loss alone', fixed(first, 0), ...others.map((id) => fixed(saved(id), 0))]];
}
