import { createRandom, type Network, voxelmorphNetwork } from '@fast-lncc/networks';
import type { Trainer, TrainingLoss, TrainingPair } from '@fast-lncc/networks/training';
import { createTrainer as createOrtTrainer } from '@fast-lncc/onnxruntime/training';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { createTrainer } from '../../src/training/index.ts';

/** What is trained on both engines. */
export interface CrossEngineRun {
  readonly network: Network;
  readonly shape: readonly number[];
  readonly steps: number;
  /** Largest difference of any term of the loss at any step. */
  readonly tolerance: number;
}

/** Small, with every layer verb of VoxelMorph in it. */
const tiny = voxelmorphNetwork('tiny', { encoder: [4], decoder: [4], extra: [4] });

const seed = 11;

/**
 * The same seeds on TensorFlow.js and on ONNX Runtime: the same losses step by step, on pairs that change from step to
 * step; and a state of either goes on on the other.
 *
 * @param backend Of TensorFlow.js.
 * @param timeout Milliseconds for each test.
 */
export function checkAgainstOnnxRuntime(backend: string, runs: readonly CrossEngineRun[], timeout?: number): void {
  describe(`tfjs (${backend}) and onnxruntime`, () => {
    test.each(runs)(
      '$steps steps of $network.name from one seed have the same losses',
      async (run) => {
        const { network, shape, steps, tolerance } = run;
        await using here = await createTrainer({ network, shape, seed, backend });
        await using there = await createOrtTrainer({ ort, network, shape, seed });
        const [own, theirs] = [await train(here, shape, steps), await train(there, shape, steps)];
        console.info(describeCurves(backend, run, own, theirs));
        for (const [step, losses] of own.entries()) {
          expectSameLosses(losses, theirs[step] as TrainingLoss, tolerance, `step ${step}`);
        }
      },
      timeout,
    );

    test('a state of one goes on on the other, both ways', async () => {
      const size = [8, 6, 10];
      await using here = await createTrainer({ network: tiny, shape: size, seed, backend });
      await using there = await createOrtTrainer({ ort, network: tiny, shape: size, seed: 99 });
      const pair = pairOf(size, 5);
      const tolerance = 1e-6;
      await here.step(pair);
      await there.restore(await here.state());
      expectSameLosses(await here.step(pair), await there.step(pair), tolerance, 'after the way there');
      await here.restore(await there.state());
      expectSameLosses(await here.step(pair), await there.step(pair), tolerance, 'after the way back');
    });
  });
}

function describeCurves(
  backend: string,
  { network, shape }: CrossEngineRun,
  own: readonly TrainingLoss[],
  theirs: readonly TrainingLoss[],
): string {
  const differences = own.map(({ loss }, step) => Math.abs(loss - (theirs[step]?.loss ?? Number.NaN)));
  const curve = (losses: readonly TrainingLoss[]) => losses.map(({ loss }) => loss.toFixed(6)).join(' ');
  return [
    `${network.name} at ${shape.join('×')}, largest difference ${Math.max(...differences).toExponential(1)}`,
    `  tfjs (${backend}): ${curve(own)}`,
    `  onnxruntime: ${curve(theirs)}`,
  ].join('\n');
}

async function train(trainer: Trainer, shape: readonly number[], steps: number): Promise<TrainingLoss[]> {
  const losses: TrainingLoss[] = [];
  for (let step = 0; step < steps; step++) losses.push(await trainer.step(pairOf(shape, step % 3)));
  return losses;
}

function expectSameLosses(actual: TrainingLoss, expected: TrainingLoss, tolerance: number, when: string): void {
  for (const name of ['loss', 'similarity', 'smoothness'] as const) {
    expect(Math.abs(actual[name] - expected[name]), `${name} ${when}`).toBeLessThan(tolerance);
  }
}

/** Two textured balls with a background of 0, the second moved and a little different. */
function pairOf(shape: readonly number[], seed: number): TrainingPair {
  const random = createRandom(seed);
  const phase = 6 * random();
  const [depth = 1, height = 1, width = 1] = shape;
  const image = (shift: number) =>
    Float32Array.from({ length: depth * height * width }, (_, index) => {
      const place = [Math.floor(index / (height * width)), Math.floor(index / width) % height, index % width];
      const [d = 0, h = 0, w = 0] = place.map((position, axis) => (position + 0.5) / (shape[axis] ?? 1) - 0.5);
      const radius = Math.hypot(d - shift, h, w + shift / 2);
      return radius < 0.42 ? 0.5 + 0.2 * Math.cos(25 * radius + phase) + 0.1 * Math.sin(40 * (h - shift)) : 0;
    });
  return { moving: image(0), fixed: image(0.03 + 0.02 * random()) };
}
