import { runTraining } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import '@tensorflow/tfjs';
import { describe, test } from 'vitest';
import '../../src/fused/index.ts';
import { createTrainer } from '../../src/training/index.ts';

runTraining({
  describe,
  test: (title, body) => test(title, body, 300_000),
  name: 'tfjs (cpu)',
  network: vm1,
  golden: 'VM-1',
  forms: [{ algorithm: 'fused', differentiation: 'analytic' }],
  createTrainer: (options) => createTrainer({ ...options, backend: 'cpu' } as never),
});
