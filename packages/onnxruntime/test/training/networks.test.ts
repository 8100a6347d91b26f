import { runTraining, type TrainingForm, type TrainingOptions } from '@fast-lncc/conformance/training';
import { lku4, lku8, vm1, vm2 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, test } from 'vitest';
import { algorithms } from '../../src/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';

const networks = { 'VM-1': vm1, 'VM-2': vm2, 'LKU-4': lku4, 'LKU-8': lku8 } as const;

const differentiated: readonly TrainingForm[] = [
  { algorithm: 'sequential', differentiation: 'automatic' },
  { algorithm: 'grouped', differentiation: 'automatic' },
];
const every: readonly TrainingForm[] = [
  ...algorithms.map((algorithm) => ({ algorithm, differentiation: 'analytic' as const })),
  ...differentiated,
];
const some: readonly TrainingForm[] = [
  ...differentiated,
  { algorithm: 'banded', differentiation: 'analytic' },
  { algorithm: 'banded', differentiation: 'analytic', recompute: true },
];
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
  runTraining({
    ...suite,
    name: 'onnxruntime (cpu), weight gradients by products',
    forms: [{ algorithm: 'banded', differentiation: 'analytic', checks: ['the gradient of every parameter'] }],
    createTrainer: (options) => createTrainer({ ort, ...options, weightGradientForm: 'products' } as TrainerOptions),
  });
  if (network.diffeomorphic) runTraining({ ...suite, mode: 'diff', forms: some });
}
