import type { ContenderId } from '../contenders/contender.ts';
import { groupBy } from './group-by.ts';
import type { NetworkCell, NetworkRow } from './network-rows.ts';
import { mean } from './statistics.ts';

/** Algorithm 1, then those that are compared with it. */
export interface ComparedColumns {
  readonly baseline: ContenderId;
  readonly others: readonly ContenderId[];
}

/** The paper's two algorithms and one more: what the package chooses by itself, or else the fastest that was measured. */
export function comparedColumns(rows: readonly NetworkRow[]): ComparedColumns {
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

export const cellIn = ({ algorithms }: NetworkRow, id: ContenderId): NetworkCell | undefined =>
  algorithms.find(({ contender }) => contender === id);

/** The rows of every engine and grid that has Algorithm 1 and something to compare with it. */
export function comparableGroups(networks: readonly NetworkRow[]) {
  const groups = groupBy(networks, ({ engine, grid }) => `${engine}, ${grid}`);
  return [...groups].flatMap(([place, rows]) => {
    const columns = comparedColumns(rows);
    const hasBaseline = rows.some((row) => cellIn(row, columns.baseline) !== undefined);
    return hasBaseline && columns.others.length > 0 ? [{ place, rows, ...columns }] : [];
  });
}
