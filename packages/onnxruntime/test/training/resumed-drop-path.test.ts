import { tmTiny } from '@fast-lncc/networks';
import { createTraining } from '@fast-lncc/networks/training';
import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { createTrainer } from '../../src/training/index.ts';

const shape = [32, 32, 32];
const image = (phase: number) =>
  Float32Array.from({ length: 32 ** 3 }, (_, index) => Math.sin(index / 50 + phase) ** 2);
const pairs = { count: 2, load: async (index: number) => ({ moving: image(0), fixed: image(0.2 + index / 5) }) };

test('TransMorph drops the same branches after an end as without one', async () => {
  const make = (seed = 5) => createTrainer({ ort, network: tmTiny, shape, seed });
  await using whole = await make();
  await createTraining({ trainer: whole, pairs, epochs: 1 }).run();

  let kept: Uint8Array | undefined;
  const store = {
    name: 'memory',
    read: async () => kept,
    write: async (content: Uint8Array) => {
      kept = content;
    },
  };
  const controller = new AbortController();
  await using first = await make();
  await createTraining({ trainer: first, pairs, epochs: 1, store }).run({
    signal: controller.signal,
    onStep: () => controller.abort(),
  });
  await using second = await make();
  await createTraining({ trainer: second, pairs, epochs: 1, store }).run();
  expect(await second.state()).toEqual(await whole.state());

  await using other = await make(6);
  await expect(createTraining({ trainer: other, pairs, epochs: 1, store }).run()).rejects.toThrow(
    'dropPath is drawn with seed 5 there, but drawn with seed 6 here',
  );
}, 120_000);
