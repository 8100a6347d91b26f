import { lku4, tmTiny, vm1 } from '@fast-lncc/networks';
import { describe, expect, test } from 'vitest';
import { createTrainer, type TrainerOptions } from '../src/training/index.ts';

type Session = Pick<TrainerOptions, 'ort' | 'executionProviders' | 'cpuFallback'>;

/**
 * Steps on a device that keeps weights and moments, held against the same steps on the processor, whose numbers are golden.
 */
export function checkDeviceTraining(device: Session, processor: Session, timeout: number): void {
  describe('steps with their state on the device', () => {
    // One step of each tells: its gradients are in the weights.
    test.each([
      { network: vm1, shape: [16, 16, 16], steps: 3, diffeomorphic: false },
      { network: lku4, shape: [16, 16, 16], steps: 1, diffeomorphic: true },
      { network: tmTiny, shape: [32, 32, 32], steps: 1, diffeomorphic: false },
    ])(
      '$network.name takes the losses and weights of the processor',
      async ({ network, shape, steps, diffeomorphic }) => {
        const options = { network, shape, diffeomorphic, optimizer: { learningRate: 1e-3 } };
        await using trainer = await createTrainer({ ...options, ...device });
        await using reference = await createTrainer({ ...options, ...processor });
        const pair = pairOf(shape);
        const start = await reference.weights();
        for (let step = 0; step < steps; step++) {
          const [actual, expected] = [await trainer.step(pair), await reference.step(pair)];
          expect(Math.abs(actual.loss - expected.loss), `loss ${step}`).toBeLessThan(3e-6);
        }
        const [actual, expected] = [await trainer.weights(), await reference.weights()];
        for (const [name, values] of Object.entries(expected)) {
          const change = distance(values, start[name] ?? []);
          expect(distance(values, actual[name] ?? []), name).toBeLessThanOrEqual(2e-3 * change);
        }
      },
      timeout,
    );

    const shape = [16, 16, 16];
    const pair = pairOf(shape);
    const options = { network: vm1, shape, optimizer: { learningRate: 1e-3 } };

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
        await second.rehearse(pair);
        expect(await second.state()).toEqual(state);
        expect((await second.evaluate(pair)).loss).toBe((await first.evaluate(pair)).loss);
      },
      timeout,
    );
  });
}

/** The length of a difference; NaN stays NaN. */
function distance(first: Float32Array, second: ArrayLike<number>): number {
  return Math.sqrt(first.reduce((sum, value, index) => sum + (value - (second[index] ?? Number.NaN)) ** 2, 0));
}

function pairOf(shape: readonly number[]) {
  const length = shape.reduce((product, extent) => product * extent, 1);
  const image = (phase: number) =>
    Float32Array.from({ length }, (_, index) => 0.5 + 0.4 * Math.sin(index * 0.37 + phase));
  return { moving: image(0.3), fixed: image(1.1) };
}
