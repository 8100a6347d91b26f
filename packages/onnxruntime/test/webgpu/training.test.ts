import { runPieces, runTraining } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, test } from 'vitest';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';
import { checkDeviceTraining } from '../device-training.ts';
import { createPieceRunner } from '../training/run-piece.ts';
import { keepDevice } from './keep-device.ts';

/** A step that a GPU takes milliseconds for keeps a loaded processor busy for a minute. */
const timeout = 600_000;

if (hasRuntime('webgpu', useSoftwareGpu())) {
  await keepDevice(ort);
  const session = { ort, executionProviders: ['webgpu'], cpuFallback: false };

  runTraining({
    describe,
    test: (title, body) => test(title, body, timeout),
    name: 'onnxruntime-node (webgpu)',
    network: vm1,
    golden: 'VM-1',
    // Steps at this size would take a processor minutes; below they are held against the CPU's, which are golden.
    forms: [
      {
        algorithm: 'separable',
        differentiation: 'analytic',
        checks: ['displacement, warped image and losses'],
      },
    ],
    createTrainer: (options) => createTrainer({ ...session, ...options } as TrainerOptions),
  });

  runPieces({
    describe,
    test: (title, body) => test(title, body, timeout),
    name: 'onnxruntime-node (webgpu)',
    run: createPieceRunner(ort, session),
  });

  checkDeviceTraining(session, { ort }, timeout);
}
