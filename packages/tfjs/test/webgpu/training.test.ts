import { runPieces, runTrainer, runTraining } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs-core';
import { describe, test } from 'vitest';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';
import { expectNoDeviceErrors } from '../device-errors.ts';
import { checkTransformerVerbs } from '../training/check-transformer-verbs.ts';
import { checkVerbs } from '../training/check-verbs.ts';
import { checkWindowAttention } from '../training/check-window-attention.ts';
import { checkAgainstOnnxRuntime } from '../training/cross-engine.ts';
import { runPiece } from '../training/piece-driver.ts';
import { useWebgpu } from './backend.ts';

/** What a GPU takes milliseconds for keeps a loaded processor busy for most of a minute. */
const timeout = 480_000;

const backend = 'webgpu';
const ready = hasRuntime(backend, useSoftwareGpu());
if (ready) {
  await useWebgpu();
  // Small tensors too: the backend leaves them to the processor unless it is told otherwise.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
}

describe.runIf(ready)('training on WebGPU in Node', () => {
  const name = 'tfjs (webgpu, Node)';
  const createTrainerHere = (options: Omit<TrainerOptions, 'backend' | 'algorithm'>) =>
    createTrainer({ ...options, backend } as TrainerOptions);

  checkVerbs(backend);
  checkTransformerVerbs(backend);
  checkWindowAttention(backend);
  runPieces({ describe, test, name, run: runPiece });
  runTrainer({ describe, test, name, createTrainer: createTrainerHere });
  runTraining({
    describe,
    test: (title, body) => test(title, body, timeout),
    name,
    network: vm1,
    golden: 'VM-1',
    // A gradient at the size of the golden values takes minutes in software; the steps below are on a smaller grid.
    forms: [{ algorithm: 'separable', differentiation: 'analytic', checks: ['displacement, warped image and losses'] }],
    createTrainer: createTrainerHere,
  });
  checkAgainstOnnxRuntime(backend, [{ network: vm1, shape: [16, 16, 16], steps: 2, tolerance: 1e-6 }], timeout);
  if (ready) expectNoDeviceErrors();
});
