import { networkTitle } from '../networks/select.ts';
import { cellIn, comparableGroups } from './compared-columns.ts';
import { algorithmName } from './names.ts';
import type { NetworkCell, NetworkRow } from './network-rows.ts';
import { range } from './table.ts';

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
    const size = amount({ low: reducedPercent, high: reducedPercent });
    const interval = reducedInterval ? ` (95 %: ${range(reducedInterval, 0)})` : '';
    return `${algorithmName(contender)} needs ${size}${interval}`;
  });
  return `${networkTitle(network)} on ${engine}: ${joined(parts)}.`;
}

/** The first part says less than what, the others are understood. */
const joined = (parts: readonly string[]): string =>
  parts.map((part, index) => (index === 0 ? part.replace(/ (less|more)/, ' $1 than Algorithm 1') : part)).join(', ');

function amount({ low, high }: { readonly low: number; readonly high: number }): string {
  if (high < -0.5) return `${range({ low: -high, high: -low }, 0)} % more`;
  return `${range({ low, high }, 0)} % less`;
}
