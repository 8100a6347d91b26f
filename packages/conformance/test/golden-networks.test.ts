import { lku4, lku8, tm, vm1, vm2 } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import { bitSum, readGoldenNetwork, regenerateNetworkInputs } from '../src/golden/index.ts';

const networks = { 'VM-1': vm1, 'VM-2': vm2, 'LKU-4': lku4, 'LKU-8': lku8, TM: tm } as const;

describe.each(Object.entries(networks))('%s', async (name, network) => {
  const golden = await readGoldenNetwork(name);

  test('weights and images regenerate bit for bit', () => {
    const inputs = regenerateNetworkInputs(golden);
    for (const { name, bits, first, shape } of golden.params) {
      const weights = inputs.weights[name] as Float32Array;
      expect(bitSum(weights), name).toBe(bits);
      expect([...weights.slice(0, first.length)]).toEqual(first);
      expect(weights.length).toBe(shape.reduce((product, length) => product * length, 1));
    }
    expect(bitSum(inputs.moving)).toBe(golden.inputs.moving.bits);
    expect(bitSum(inputs.fixed)).toBe(golden.inputs.fixed.bits);
  });

  test('the parameters are the authors', () => {
    const own = network.parameters(golden.size).map(({ name, shape }) => ({ name, shape }));
    expect(own).toEqual(golden.params.map(({ name, shape }) => ({ name, shape })));
  });
});
