import { runTraining } from '@fast-lncc/conformance/training';
import { tm, tmTiny } from '@fast-lncc/networks';
import { beforeAll, describe, test } from 'vitest';
import '../../src/fused/index.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';
import { hasTfjsNode, useBackend } from '../backend.ts';
import { checkTransformerVerbs } from '../training/check-transformer-verbs.ts';
import { checkAgainstOnnxRuntime } from '../training/cross-engine.ts';

const backend = 'tensorflow';

describe.runIf(hasTfjsNode)('TransMorph on tfjs-node', () => {
  beforeAll(() => useBackend(backend));

  checkTransformerVerbs(backend);
  checkAgainstOnnxRuntime(backend, { network: tmTiny, shape: [32, 32, 64], steps: 8, tolerance: 1e-6 }, 120_000);

  runTraining({
    describe,
    test: (title, body) => test(title, body, 300_000),
    name: `tfjs (${backend})`,
    network: tm,
    golden: 'TM',
    forms: [
      { algorithm: 'sequential', differentiation: 'automatic' },
      { algorithm: 'grouped', differentiation: 'automatic' },
      { algorithm: 'fused', differentiation: 'analytic' },
    ],
    // Attention spreads rounding errors: the authors' own code in float32 differs from itself in float64 by as much.
    tolerances: { gradient: 2e-3, loss: 5e-4, change: 0.05 },
    createTrainer: (options) => createTrainer({ ...options, backend } as TrainerOptions),
  });
});
