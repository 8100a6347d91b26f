import { runTraining, type TrainingForm } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import '@tensorflow/tfjs';
import { describe, test } from 'vitest';
import '../../src/fused/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';
import { trainingForms } from './training-forms.ts';

/** The network is the same in every form, and takes plain JavaScript many seconds: one form does everything. */
const forms: TrainingForm[] = [
  { algorithm: 'fused', differentiation: 'analytic' },
  ...trainingForms.map((form): TrainingForm => ({ ...form, checks: ['the gradient of every parameter'] })),
];

runTraining({
  describe,
  test: (title, body) => test(title, body, 300_000),
  name: 'tfjs (cpu)',
  network: vm1,
  golden: 'VM-1',
  forms,
  createTrainer: (options) => createTrainer({ ...options, backend: 'cpu' } as TrainerOptions),
});
