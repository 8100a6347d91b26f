import { bitSum, readGoldenNetwork, regenerateNetworkInputs } from '@fast-lncc/conformance/golden';
import { runTraining, type TrainingForm } from '@fast-lncc/conformance/training';
import { vm1, vm2 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { algorithms } from '../../src/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';

const networks = { 'VM-1': vm1, 'VM-2': vm2 } as const;

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

const differentiated: readonly TrainingForm[] = [
  { algorithm: 'sequential', differentiation: 'automatic' },
  { algorithm: 'grouped', differentiation: 'automatic' },
];
const forms = {
  'VM-1': [...algorithms.map((algorithm) => ({ algorithm, differentiation: 'analytic' as const })), ...differentiated],
  'VM-2': [...differentiated, { algorithm: 'banded', differentiation: 'analytic' }],
} as const;

for (const [golden, network] of Object.entries(networks)) {
  runTraining({
    describe,
    test,
    name: 'onnxruntime (cpu)',
    network,
    golden,
    forms: forms[golden as keyof typeof networks],
    createTrainer: (options) => createTrainer({ ort, ...options } as TrainerOptions),
  });
}
