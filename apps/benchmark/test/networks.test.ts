import { ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import { type Network, vm1 } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../src/commands/options.ts';
import { networks } from '../src/networks/index.ts';
import { assertNetworkSize, suitingSize } from '../src/networks/network-size.ts';
import { findNetwork, networkNames, networkTitle, selectNetworks } from '../src/networks/select.ts';

describe('the list', () => {
  test('has every network once, under its own name and the paper’s', () => {
    expect(new Set(networkNames()).size).toBe(networks.length);
    expect(networkNames()).toEqual(['vm1', 'vm2', 'lku4', 'lku8', 'tm']);
    expect(networkTitle('vm2')).toBe('VM-2');
    for (const name of networkNames()) expect(findNetwork(name).name).toBe(name);
  });

  test('networks are selected in its order; an unknown one names those there are', () => {
    expect(selectNetworks(['vm2', 'vm1']).map(({ name }) => name)).toEqual(['vm1', 'vm2']);
    expect(() => selectNetworks(['vm1', 'vm9'])).toThrowError(UnsupportedOptionError);
    expect(() => selectNetworks(['vm1', 'vm9'])).toThrowError(/--networks "vm9" is unknown\. Choose from: vm1, vm2/);
    expect(() => selectNetworks([])).toThrowError(/--networks is empty\. Choose from: vm1, vm2/);
    expect(() => findNetwork('vm9')).toThrowError(/no network vm9; there are: vm1, vm2/);
  });

  test('a network of another version is reported under its name', () => {
    expect(networkTitle('vm9')).toBe('vm9');
  });
});

describe('sizes', () => {
  /** VM-1, if it needed multiples of that. */
  const needing = (divisor: number): Network => ({
    ...vm1,
    name: `of${divisor}`,
    parameters: (size) => {
      if (size.every((extent) => extent > 0 && extent % divisor === 0)) return [];
      throw new ShapeMismatchError('no');
    },
  });

  test('that every network can work on', () => {
    assertNetworkSize([80, 96, 112], [vm1, needing(8)]);
    assertNetworkSize([64, 96, 96], [vm1, needing(32)]);
    assertNetworkSize([7, 7, 7], []);
  });

  test.each([
    [[80, 90, 112], [vm1], 'vm1', '80x80x112 or 80x96x112'],
    [[10, 16, 16], [vm1], 'vm1', '16x16x16'],
    [[0, 96, 112], [vm1], 'vm1', '16x96x112'],
    [[80, 96, 112], [vm1, needing(32)], 'of32', '64x96x96 or 96x96x128'],
    [[80, 90, 112], [vm1, needing(32)], 'vm1, of32', '64x64x96 or 96x96x128'],
    [[80, 96, 112], [vm1, findNetwork('tm')], 'tm', '64x96x96 or 96x96x128'],
    [[16, 16, 16], [needing(16), needing(24)], 'of24', '48x48x48'],
  ] as const)('%s names who refuses it, and the nearest sizes that suit all', (size, all, refusing, nearest) => {
    const message = `--size ${size.join('x')} does not suit ${refusing}. The nearest sizes that do are ${nearest}.`;
    expect(() => assertNetworkSize(size, all)).toThrowError(new UnsupportedOptionError(message));
  });

  test('that nobody has asked for gives way to the networks, downwards', () => {
    expect(suitingSize([80, 96, 112], [vm1])).toEqual([80, 96, 112]);
    expect(suitingSize([80, 96, 112], [vm1, findNetwork('tm')])).toEqual([64, 96, 96]);
    expect(suitingSize([16, 16, 16], [needing(24)])).toEqual([24, 24, 24]);
    expect(suitingSize([7, 7, 7], [])).toEqual([7, 7, 7]);
  });

  test('of the options: the default gives way, one that is named does not', () => {
    expect(readSettings({}).settings.size).toEqual([80, 96, 112]);
    expect(readSettings({ networks: 'vm1,vm2,lku4,lku8,tm' }).settings.size).toEqual([64, 96, 96]);
    expect(readSettings({ networks: 'tm', profile: 'paper' }).settings.size).toEqual([160, 192, 224]);
    const named = { networks: 'vm1,tm', size: '80x96x112' };
    expect(() => readSettings(named)).toThrowError('--size 80x96x112 does not suit tm.');
  });

  test('an error that is not about the size is passed on', () => {
    const broken: Network = {
      ...vm1,
      parameters: () => {
        throw new TypeError('broken');
      },
    };
    expect(() => assertNetworkSize([16, 16, 16], [broken])).toThrowError(TypeError);
  });
});
