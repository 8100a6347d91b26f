import { vm1 } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import { createTrainer, type TrainerOptions } from '../src/training/index.ts';

type Session = Pick<TrainerOptions, 'ort' | 'executionProviders' | 'cpuFallback'>;

/**
 * Steps of VoxelMorph-1 on a device that keeps weights and moments, held against the same steps on the processor, whose
 * numbers are golden.
 */
export function checkDeviceTraining(device: Session, processor: Session, timeout: number): void {
  describe('steps of VM-1 with their state on the device', () => {
    const shape = [16, 16, 16];
    const image = (phase: number) =>
      Float32Array.from({ length: 4096 }, (_, index) => 0.5 + 0.4 * Math.sin(index * 0.37 + phase));
    const pair = { moving: image(0.3), fixed: image(1.1) };
    const options = { network: vm1, shape, optimizer: { learningRate: 1e-3 } };

    test(
      'take the losses and weights of the processor',
      async () => {
        await using trainer = await createTrainer({ ...options, ...device });
        await using reference = await createTrainer({ ...options, ...processor });
        const start = await reference.weights();
        for (let step = 0; step < 3; step++) {
          const [actual, expected] = [await trainer.step(pair), await reference.step(pair)];
          expect(Math.abs(actual.loss - expected.loss), `loss ${step}`).toBeLessThan(3e-6);
        }
        const [actual, expected] = [await trainer.weights(), await reference.weights()];
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
        await using first = await createTrainer({ ...options, ...device });
        await first.step(pair);
        const state = await first.state();
        expect(state.step).toBe(1);
        expect(state.moments.firstMoment!.some((value) => value !== 0)).toBe(true);
        await using second = await createTrainer({ ...options, ...device, seed: 9 });
        await second.restore(state);
        expect(await second.state()).toEqual(state);
        expect((await second.evaluate(pair)).loss).toBe((await first.evaluate(pair)).loss);
      },
      timeout,
    );
  });
}
