import { networkTitle } from '../networks/select.ts';
import type { Interval } from './bootstrap.ts';
import { cellIn, comparableGroups } from './compared-columns.ts';
import { algorithmName } from './names.ts';
import type { NetworkCell, NetworkRow } from './network-rows.ts';
import { fixed, range } from './table.ts';

/** A sentence per engine: what the algorithms take less than Algorithm 1, for one network or from least to most. */
export function headlineOf(networks: readonly NetworkRow[]): string | undefined {
  const sentences = comparableGroups(networks).map(({ rows, others }) => {
    if (rows.length === 1) return finding(rows[0]!, others.map((id) => cellIn(rows[0]!, id)).filter(isCompared));
    const parts = others.flatMap((id) => {
      const reductions = rows.map((row) => cellIn(row, id)?.reducedPercent).filter((value) => value !== undefined);
      if (reductions.length === 0) return [];
      const [least, most] = [Math.min(...reductions), Math.max(...reductions)];
      return [`${algorithmName(id)} needs ${amount({ low: least, high: most })}`];
    });
    return `${rows.length} networks on ${rows[0]!.engine}: ${joined(parts)}.`;
  });
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** A sentence per network and engine, with the intervals. */
export function findingsOf(networks: readonly NetworkRow[]): string[] {
  return comparableGroups(networks).flatMap(({ rows, others }) =>
    rows.flatMap((row) => {
      const cells = others.map((id) => cellIn(row, id)).filter(isCompared);
      return cells.length === 0 ? [] : [finding(row, cells)];
    }),
  );
}

type ComparedCell = NetworkCell & { readonly reducedPercent: number };

const isCompared = (cell: NetworkCell | undefined): cell is ComparedCell => cell?.reducedPercent !== undefined;

function finding({ network, engine }: NetworkRow, cells: readonly ComparedCell[]): string {
  const parts = cells.map(({ contender, reducedPercent, reducedInterval }) => {
    const sign = reducedPercent < 0 ? -1 : 1;
    const ends =
      reducedInterval &&
      [sign * reducedInterval.low, sign * reducedInterval.high].toSorted((one, other) => one - other);
    const interval = ends ? ` (95 %: ${range({ low: ends[0]!, high: ends[1]! }, 0)})` : '';
    return `${algorithmName(contender)} needs ${amount({ low: reducedPercent, high: reducedPercent })}${interval}`;
  });
  return `${networkTitle(network)} on ${engine}: ${joined(parts)}.`;
}

/** The first part says less than what, the others are understood. */
const joined = (parts: readonly string[]): string =>
  parts
    .map((part, index) => (index === 0 ? part.replace(/(?<= (?:less|more))(?= \(|$)/, ' than Algorithm 1') : part))
    .join(', ');

function amount({ low, high }: Interval): string {
  if (low >= 0) return `${range({ low, high }, 0)} % less`;
  if (high <= 0) return `${range({ low: 0 - high, high: 0 - low }, 0)} % more`;
  return `from ${fixed(high, 0)} % less to ${fixed(0 - low, 0)} % more`;
}
