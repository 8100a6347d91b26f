import { UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { assignShards } from '../src/cluster/assign-shards.ts';
import { parseShard } from '../src/cluster/shard.ts';
import { type Unit, unitId } from '../src/results/unit.ts';
import { tinySettings } from './settings.ts';

const engines = ['onnxruntime', 'tfjs-node'];
const units: readonly Unit[] = engines.flatMap((engine) =>
  ['sequential', 'auto'].flatMap((algorithm): Unit[] => {
    const contender = `${engine}/${algorithm}` as const;
    const training = (network: string, round: number): Unit => ({ task: 'training', contender, network, round });
    return [
      { task: 'agreement', contender, round: 1 },
      { task: 'loss', contender, round: 1 },
      ...['vm1', 'lku8'].flatMap((network) => [training(network, 1), training(network, 2)]),
    ];
  }),
);

describe('shards', () => {
  const placesOf = (count: number) => {
    const { shards, comparesAcrossShards } = assignShards(units, tinySettings, count);
    return { shards: shards.map((shard) => shard.map(unitId)), comparesAcrossShards };
  };

  test.each([1, 2, 3, 6, 7, 20])('%i of them hold every unit once, and are the same each time', (count) => {
    const { shards } = placesOf(count);
    expect(shards.length).toBe(count);
    expect(shards.flat().toSorted()).toEqual(units.map(unitId).toSorted());
    expect(placesOf(count).shards).toEqual(shards);
  });

  test('keep together what is compared, as long as there are no more than networks and engines', () => {
    const { shards, comparesAcrossShards } = placesOf(6);
    expect(comparesAcrossShards).toBe(false);
    const groups = shards.map((shard) => [...new Set(shard.map((unit) => unit.replace(/\/\w+ \d+$/, '')))]);
    expect(groups.map((group) => group.filter((name) => name.startsWith('training')).length)).toEqual([
      1, 1, 1, 1, 0, 0,
    ]);
    expect(placesOf(7).comparesAcrossShards).toBe(true);
  });

  test('cost about the same: the networks that compute most are apart', () => {
    const { shards } = placesOf(2);
    for (const shard of shards) expect(shard.filter((unit) => unit.includes('lku8')).length).toBe(4);
  });

  test('are named from 1 on', () => {
    expect(parseShard('2/3', 3)).toEqual({ index: 2, count: 3 });
    for (const text of ['0/3', '4/3', '1/2', '1', 'x', '1/3/3']) {
      expect(() => parseShard(text, 3)).toThrowError(UnsupportedOptionError);
    }
    expect(() => parseShard('0/3', 3)).toThrowError('which go from 1/3 to 3/3');
  });
});
