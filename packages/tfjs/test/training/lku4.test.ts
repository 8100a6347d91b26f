import { runTraining, type TrainingForm } from '@fast-lncc/conformance/training';
import { lku4 } from '@fast-lncc/networks';
import '@tensorflow/tfjs-backend-cpu';
import { describe, test } from 'vitest';
import '../../src/fused/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';

/** Plain JavaScript takes half a minute for a pass: steps and the other forms are left to tfjs-node. */
const form: TrainingForm = {
  algorithm: 'fused',
  differentiation: 'analytic',
  checks: ['displacement, warped image and losses', 'the gradient of every parameter'],
};

for (const mode of ['plain', 'diff'] as const) {
  runTraining({
    describe,
    test: (title, body) => test(title, body, 300_000),
    name: 'tfjs (cpu)',
    network: lku4,
    golden: 'LKU-4',
    mode,
    forms: [form],
    createTrainer: (options) => createTrainer({ ...options, backend: 'cpu' } as TrainerOptions),
  });
}
