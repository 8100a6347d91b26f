import type { Trainer } from '@fast-lncc/networks/training';
import { expect, test } from 'vitest';
import { timedTrainer } from '../src/training/timed-trainer.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const losses = { loss: -1, similarity: -1, smoothness: 0 };
const trainer = { step: () => pause(40).then(() => losses) } as unknown as Trainer;
const pair = { moving: new Float32Array(1), fixed: new Float32Array(1) };

test('what comes before the first pair is loaded is no loading, what a step waits for is', async () => {
  const timed = timedTrainer(trainer);
  // A training reads and writes its state.
  await pause(200);
  const began = performance.now();
  timed.loading();
  await pause(60);
  expect(await timed.trainer.step(pair)).toEqual(losses);
  const first = timed.times();
  const elapsed = performance.now() - began;
  timed.loading();
  await timed.trainer.step(pair);
  const second = timed.times();
  // The next pair is loaded while a step runs: the second step waits from the end of the first, not from the loading.
  expect(first.loadMilliseconds).toBeGreaterThan(55);
  expect(first.loadMilliseconds).toBeLessThanOrEqual(elapsed - first.milliseconds);
  expect(first.milliseconds).toBeGreaterThan(35);
  expect(second.loadMilliseconds).toBeLessThan(first.loadMilliseconds);
});
