import { runTraining } from '@fast-lncc/conformance/training';
import { tm } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, test } from 'vitest';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';

runTraining({
  describe,
  test: (title, body) => test(title, body, 300_000),
  name: 'onnxruntime (cpu)',
  network: tm,
  golden: 'TM',
  forms: [
    { algorithm: 'sequential', differentiation: 'automatic' },
    { algorithm: 'grouped', differentiation: 'automatic' },
    { algorithm: 'banded', differentiation: 'analytic' },
    { algorithm: 'banded', differentiation: 'analytic', recompute: true, checks: ['the gradient of every parameter'] },
  ],
  // Attention spreads rounding errors: the authors' own code in float32 differs from itself in float64 by as much.
  tolerances: { gradient: 2e-3, loss: 5e-4, change: 0.05 },
  createTrainer: (options) => createTrainer({ ort, ...options } as TrainerOptions),
});
