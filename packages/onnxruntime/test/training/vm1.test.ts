import { bitSum, readGoldenNetwork, regenerateNetworkInputs } from '@fast-lncc/conformance/golden';
import { runTraining } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { algorithms } from '../../src/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';

const golden = await readGoldenNetwork('VM-1');

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
  const own = vm1.parameters(golden.size).map(({ name, shape }) => ({ name, shape }));
  expect(own).toEqual(golden.params.map(({ name, shape }) => ({ name, shape })));
});

runTraining({
  describe,
  test,
  name: 'onnxruntime (cpu)',
  network: vm1,
  golden: 'VM-1',
  forms: [
    ...algorithms.map((algorithm) => ({ algorithm, differentiation: 'analytic' as const })),
    { algorithm: 'sequential', differentiation: 'automatic' },
    { algorithm: 'grouped', differentiation: 'automatic' },
  ],
  createTrainer: (options) => createTrainer({ ort, ...options } as TrainerOptions),
});
