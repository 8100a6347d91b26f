import { runTraining, type TrainingForm } from '@fast-lncc/conformance/training';
import { lku4 } from '@fast-lncc/networks';
import '@tensorflow/tfjs-backend-cpu';
import { describe, test } from 'vitest';
import '../../src/fused/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';

/** A pass takes plain JavaScript many seconds: steps, the other forms and LKU-Net(8,5) are left to tfjs-node. */
const checks = {
  plain: ['displacement, warped image and losses', 'the gradient of every parameter'],
  diff: ['displacement, warped image and losses'],
} satisfies Record<string, TrainingForm['checks']>;

for (const mode of ['plain', 'diff'] as const) {
  runTraining({
    describe,
    test: (title, body) => test(title, body, 300_000),
    name: 'tfjs (cpu)',
    network: lku4,
    golden: 'LKU-4',
    mode,
    forms: [{ algorithm: 'fused', differentiation: 'analytic', checks: checks[mode] }],
    createTrainer: (options) => createTrainer({ ...options, backend: 'cpu' } as TrainerOptions),
  });
}
