import { countWork } from '../doctor/count-work.ts';
import { findNetwork } from '../networks/select.ts';
import { groupBy } from '../report/group-by.ts';
import { engineOf } from '../report/names.ts';
import type { Unit } from '../results/unit.ts';
import type { RunSettings } from '../run/settings.ts';

/** Units that one shard measures, and what it is expected to cost, in multiply-accumulates. */
interface Group {
  readonly units: readonly Unit[];
  readonly cost: number;
}

/** The units of every shard. */
export interface Assignment {
  readonly shards: readonly (readonly Unit[])[];
  /** Whether contenders that are compared with each other are in different shards. */
  readonly comparesAcrossShards: boolean;
}

/**
 * Spreads the units of a run over shards. All contenders of one engine that train one network stay together, so that their
 * times are of one machine; the loss alone, and the agreement, of an engine are a group too. Where there are more shards
 * than such groups, each contender of a group is one. The costliest group goes to the shard that has least; the result
 * depends on nothing else.
 */
export function assignShards(units: readonly Unit[], settings: RunSettings, count: number): Assignment {
  const together = groupsOf(units, settings, ({ contender }) => engineOf(contender));
  const comparesAcrossShards = together.length < count;
  const groups = comparesAcrossShards ? groupsOf(units, settings, ({ contender }) => contender) : together;
  const shards = Array.from({ length: count }, () => ({ units: [] as Unit[], cost: 0 }));
  for (const group of groups.toSorted((first, second) => second.cost - first.cost)) {
    const least = shards.reduce((best, shard) => (shard.cost < best.cost ? shard : best));
    least.units.push(...group.units);
    least.cost += group.cost;
  }
  return { shards: shards.map((shard) => shard.units), comparesAcrossShards };
}

function groupsOf(units: readonly Unit[], settings: RunSettings, place: (unit: Unit) => string): Group[] {
  const groups = groupBy(units, (unit) => `${unit.network ?? '(none)'} ${place(unit)}`);
  return [...groups.values()].map((group) => ({
    units: group,
    cost: group.reduce((sum, unit) => sum + costOf(unit, settings), 0),
  }));
}

/** A training step is its network three times over: forward, and twice as much back. */
function costOf({ network }: Unit, { size, pairs }: RunSettings): number {
  if (network === undefined) return 1;
  return 3 * countWork(findNetwork(network), size).products * pairs;
}
