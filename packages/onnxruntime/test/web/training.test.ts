import { runTrainer, runTraining } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-web';
import { describe, test } from 'vitest';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';

// More threads would live in workers that outlast the tests.
ort.env.wasm.numThreads = 1;

const name = 'onnxruntime-web (wasm, Node)';
const session = { ort, executionProviders: ['wasm'] };

runTraining({
  describe,
  test,
  name,
  network: vm1,
  golden: 'VM-1',
  forms: [
    { algorithm: 'grouped', differentiation: 'automatic' },
    { algorithm: 'banded', differentiation: 'analytic' },
  ],
  createTrainer: (options) => createTrainer({ ...session, ...options } as TrainerOptions),
});

runTrainer({ describe, test, name, createTrainer: (options) => createTrainer({ ...session, ...options }) });
