import { runTraining } from '@fast-lncc/conformance/training';
import { vm1 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { hasRuntime } from '../../../../tooling/vitest/require-runtime.ts';
import { useSoftwareGpu } from '../../../../tooling/vitest/software-gpu.ts';
import { createTrainer, type TrainerOptions } from '../../src/training/index.ts';
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

  describe('steps of VM-1 with their state on the device', () => {
    const shape = [16, 16, 16];
    const image = (phase: number) =>
      Float32Array.from({ length: 4096 }, (_, index) => 0.5 + 0.4 * Math.sin(index * 0.37 + phase));
    const pair = { moving: image(0.3), fixed: image(1.1) };
    const options = { network: vm1, shape, optimizer: { learningRate: 1e-3 } };

    test(
      'take the losses and weights of the CPU, without a node on the CPU',
      async () => {
        await using device = await createTrainer({ ...options, ...session });
        await using processor = await createTrainer({ ...options, ort });
        for (let step = 0; step < 3; step++) {
          const [actual, expected] = [await device.step(pair), await processor.step(pair)];
          expect(Math.abs(actual.loss - expected.loss), `loss ${step}`).toBeLessThan(3e-6);
        }
        const [start, actual, expected] = await Promise.all([
          createTrainer({ ...options, ort }).then((trainer) => trainer.weights()),
          device.weights(),
          processor.weights(),
        ]);
        for (const [name, values] of Object.entries(expected)) {
          const change = Math.hypot(...values.map((value, index) => value - start[name]![index]!));
          const difference = Math.hypot(...values.map((value, index) => value - actual[name]![index]!));
          expect(difference, name).toBeLessThan(2e-3 * change);
        }
      },
      timeout,
    );

    test(
      'can be read, and written back',
      async () => {
        await using first = await createTrainer({ ...options, ...session });
        await first.step(pair);
        const state = await first.state();
        expect(state.step).toBe(1);
        expect(state.moments.firstMoment!.some((value) => value !== 0)).toBe(true);
        await using second = await createTrainer({ ...options, ...session, seed: 9 });
        await second.restore(state);
        expect(await second.state()).toEqual(state);
        expect((await second.evaluate(pair)).loss).toBe((await first.evaluate(pair)).loss);
      },
      timeout,
    );
  });
}
