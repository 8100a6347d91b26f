import { initialWeights, vm1 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { createTrainer } from '../../src/training/index.ts';

const shape = [16, 16, 16];
const ball = (shift: number) =>
  Float32Array.from({ length: 4096 }, (_, index) => {
    const [d, h, w] = [index >> 8, (index >> 4) & 15, index & 15];
    const radius = Math.hypot(d - 7.5 - shift, h - 7.5, w - 7.5);
    return radius < 6 ? 0.6 + 0.3 * Math.cos(radius * 1.1 + 0.2 * h) : 0;
  });
const pair = { moving: ball(0), fixed: ball(1) };
const base = { ort, network: vm1, shape, threads: 1 } as const;

describe('training', () => {
  test('the same seed gives the same losses, bit for bit', async () => {
    const run = async (seed: number) => {
      await using trainer = await createTrainer({ ...base, seed });
      return [(await trainer.step(pair)).loss, (await trainer.step(pair)).loss];
    };
    expect(await run(5)).toEqual(await run(5));
    expect(await run(6)).not.toEqual(await run(5));
  });

  test('the loss is similarity plus weighted smoothness, and falls', async () => {
    await using trainer = await createTrainer({ ...base, smoothnessWeight: 0.5, optimizer: { learningRate: 1e-3 } });
    const first = await trainer.step(pair);
    for (let step = 0; step < 14; step++) await trainer.step(pair);
    const last = await trainer.step(pair);
    expect(first.loss).toBeCloseTo(first.similarity + 0.5 * first.smoothness, 6);
    expect(last.loss).toBeLessThan(first.loss - 0.1);
  });

  test('a learning rate of 0 changes no weight', async () => {
    const weights = initialWeights(vm1, shape, 3);
    await using trainer = await createTrainer({ ...base, weights });
    await trainer.step({ ...pair, learningRate: 0 });
    expect(await trainer.weights()).toEqual(weights);
  });

  test('a restored state continues bit for bit', async () => {
    await using first = await createTrainer({ ...base });
    await first.step(pair);
    const state = await first.state();
    const expected = (await first.step(pair)).loss;
    await first.step(pair);
    await using second = await createTrainer({ ...base, seed: 99 });
    await second.restore(state);
    expect((await second.step(pair)).loss).toBe(expected);
    expect(await second.step(pair).then(() => second.weights())).toEqual(
      await first.restore(await second.state()).then(() => first.weights()),
    );
  });

  test('calls made at once are carried out in order', async () => {
    await using trainer = await createTrainer({ ...base });
    const [first, second] = await Promise.all([trainer.step(pair), trainer.step(pair)]);
    await using again = await createTrainer({ ...base });
    expect((await again.step(pair)).loss).toBe(first.loss);
    expect((await again.step(pair)).loss).toBe(second.loss);
  });

  test('a NaN in an image reaches the loss', async () => {
    await using trainer = await createTrainer({ ...base });
    const moving = pair.moving.slice();
    moving[2000] = Number.NaN;
    expect((await trainer.step({ ...pair, moving })).loss).toBeNaN();
  });
});

describe('refusals before any work', () => {
  test('a size the network cannot take', async () => {
    await expect(createTrainer({ ...base, shape: [16, 20, 16] })).rejects.toThrow('crop or pad 20 to 16 or 32');
    await expect(createTrainer({ ...base, shape: [16, 16] })).rejects.toThrow('takes images of [D, H, W]');
  });

  test('weights of another network', async () => {
    const { 'flow.bias': _, ...missing } = initialWeights(vm1, shape, 1);
    await expect(createTrainer({ ...base, weights: missing })).rejects.toThrow("'flow.bias' is missing");
    await expect(createTrainer({ ...base, weights: { ...missing, 'flow.bias': new Float32Array(2) } })).rejects.toThrow(
      'length of flow.bias is 2',
    );
    await expect(
      createTrainer({ ...base, weights: { ...initialWeights(vm1, shape, 1), head: new Float32Array(2) } }),
    ).rejects.toThrow("'head' is no parameter");
  });

  test('a pair of another size, and a trainer that was disposed', async () => {
    const trainer = await createTrainer({ ...base });
    await expect(trainer.step({ ...pair, fixed: new Float32Array(8) })).rejects.toThrow('length of fixed is 8');
    await expect(trainer.step({ ...pair, learningRate: -1 })).rejects.toThrow('learningRate is -1');
    await trainer.dispose();
    await expect(trainer.step(pair)).rejects.toThrow('disposed');
  });

  test('a state of another optimizer, and a loss that is a map', async () => {
    await using adam = await createTrainer({ ...base, optimizer: { name: 'adam' } });
    await using amsgrad = await createTrainer({ ...base });
    await expect(amsgrad.restore(await adam.state())).rejects.toThrow('The state is of vm1 with adam');
    await expect(createTrainer({ ...base, definition: { reduction: 'none' } })).rejects.toThrow("reduction is 'none'");
    await expect(createTrainer({ ...base, smoothnessWeight: -1 })).rejects.toThrow('smoothnessWeight is -1');
  });
});
