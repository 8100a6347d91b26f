import { bitSum, readGoldenNetwork, regenerateNetworkInputs } from '@fast-lncc/conformance/golden';
import { runTraining, type TrainingForm, type TrainingOptions } from '@fast-lncc/conformance/training';
import { lku4, lku8, vm1, vm2 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { algorithms } from '../../src/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';

const networks = { 'VM-1': vm1, 'VM-2': vm2, 'LKU-4': lku4, 'LKU-8': lku8 } as const;

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
const every: readonly TrainingForm[] = [
  ...algorithms.map((algorithm) => ({ algorithm, differentiation: 'analytic' as const })),
  ...differentiated,
];
const some: readonly TrainingForm[] = [...differentiated, { algorithm: 'banded', differentiation: 'analytic' }];
const fused: TrainingForm = { algorithm: 'banded', differentiation: 'analytic', fusedUpsampling: true };

for (const [golden, network] of Object.entries(networks)) {
  const suite = {
    describe,
    test,
    name: 'onnxruntime (cpu)',
    network,
    golden,
    createTrainer: (options) => createTrainer({ ort, ...options } as TrainerOptions),
  } satisfies Omit<TrainingOptions, 'forms'>;
  runTraining({
    ...suite,
    forms: [...(golden === 'VM-1' ? every : some), ...(golden.startsWith('VM') ? [fused] : [])],
  });
  if (network.diffeomorphic) runTraining({ ...suite, mode: 'diff', forms: some });
}
