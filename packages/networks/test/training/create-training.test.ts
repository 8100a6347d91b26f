import { ShapeMismatchError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { constantRate, createTraining, flipVolume, type TrainingProgress } from '../../src/training/index.ts';
import { follow, pairs, plan } from './follow-training.ts';
import { memoryStore } from './memory-store.ts';
import { scriptedPair, scriptedTrainer, size } from './scripted-trainer.ts';

describe('an epoch', () => {
  test('has every pair once, in an order of its own that the seed gives', async () => {
    const order = (told: readonly TrainingProgress[], epoch: number) =>
      told.filter((progress) => progress.epoch === epoch).map(({ pair }) => pair);
    const { told, result } = await follow({});
    const again = await follow({});
    const other = await follow({ seed: 6 });
    const orders = [0, 1, 2].map((epoch) => order(told, epoch));
    for (const pairsOfEpoch of orders) expect(pairsOfEpoch.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(orders.map(String)).size).toBe(3);
    expect(again.told).toEqual(told);
    expect(order(other.told, 0)).not.toEqual(orders[0]);
    expect(told.map(({ step }) => step)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    expect(told.map(({ position }) => position).slice(6, 10)).toEqual([6, 7, 0, 1]);
    expect(result).toEqual({ finished: true, epoch: 3, position: 0, step: 24 });
  });

  test('is shuffled evenly', async () => {
    const places = Array.from({ length: 4 }, () => new Array<number>(4).fill(0));
    const onStep = ({ pair, position }: TrainingProgress) => void places[pair]![position]!++;
    await follow({ pairs: { ...pairs, count: 4 }, epochs: 2000, schedule: constantRate(0) }, { onStep });
    // Five standard deviations of a count are 97.
    for (const count of places.flat()) expect(Math.abs(count - 500)).toBeLessThan(97);
  });

  test('has the learning rate of the schedule, by default the decay of VoxelMorph over its epochs', async () => {
    const { told, steps } = await follow({});
    const rates = [1e-4, Number((1e-4 * (2 / 3) ** 0.9).toFixed(8)), Number((1e-4 * (1 / 3) ** 0.9).toFixed(8))];
    expect(steps.map(({ learningRate }) => learningRate)).toEqual(rates.flatMap((rate) => new Array(8).fill(rate)));
    expect(told.map(({ learningRate }) => learningRate)).toEqual(steps.map(({ learningRate }) => learningRate));
    const constant = await follow({ schedule: constantRate(2e-3) });
    expect(new Set(constant.steps.map(({ learningRate }) => learningRate))).toEqual(new Set([2e-3]));
  });
});

describe('flips', () => {
  test('are the same for both images, and each axis is reversed half of the time', async () => {
    const { steps, told } = await follow({ epochs: 250, schedule: constantRate(0) });
    const seen = new Map<string, number>();
    steps.forEach(({ moving, fixed }, index) => {
      const flips = [false, moving.indexOf(Math.min(...moving)) >= 3, moving[0]! - moving[1]! > 0] as const;
      expect(moving).toEqual([...flipVolume(scriptedPair(told[index]!.pair).moving, size, flips)]);
      expect(fixed).toEqual(moving.map((value) => value + 0.5));
      seen.set(String(flips), (seen.get(String(flips)) ?? 0) + 1);
    });
    // Of 2000 steps a quarter each; five standard deviations are 97.
    expect(seen.size).toBe(4);
    for (const count of seen.values()) expect(Math.abs(count - 500)).toBeLessThan(97);
  });

  test('can be left out', async () => {
    const { steps, told } = await follow({ flips: false });
    const expected = told.map(({ pair }) => [...scriptedPair(pair).moving]);
    expect(steps.map(({ moving }) => moving)).toEqual(expected);
  });
});

describe('a training that was ended', () => {
  test('after any step and any saving goes on to the same weights, moments, losses and orders', async () => {
    const whole = await follow({});
    for (let end = 0; end < 24; end++) {
      const store = memoryStore();
      const controller = new AbortController();
      const onStep = ({ step }: TrainingProgress) => {
        if (step === end) controller.abort();
      };
      if (end === 0) controller.abort();
      const first = await follow({ store, saveEvery: 3 }, { signal: controller.signal, onStep });
      expect(first.result).toEqual({ finished: false, epoch: Math.floor(end / 8), position: end % 8, step: end });
      const second = await follow({ store, saveEvery: 3 });
      expect(second.result).toEqual(whole.result);
      expect(second.state).toEqual(whole.state);
      expect([...first.told, ...second.told]).toEqual(whole.told);
    }
  });

  test('and whose last steps were not saved does those again', async () => {
    const whole = await follow({});
    const all = memoryStore();
    await follow({ store: all, saveEvery: 5 });
    // One before the first step, and one after every fifth and the last.
    expect(all.saved.length).toBe(1 + 4 + 1);
    for (const [index, saved] of all.saved.slice(0, 5).entries()) {
      const { told, state } = await follow({ store: memoryStore(saved) });
      expect(told).toEqual(whole.told.slice(5 * index));
      expect(state).toEqual(whole.state);
    }
  });

  test('and has finished says so, without a step and without a saving', async () => {
    const store = memoryStore();
    const { state } = await follow({ store });
    const saved = store.saved.length;
    const again = await follow({ store });
    expect(again.result).toEqual({ finished: true, epoch: 3, position: 0, step: 24 });
    expect(again.told).toEqual([]);
    expect(again.state).toEqual(state);
    expect(store.saved.length).toBe(saved);
  });

  test('can be made longer, where the learning rates of the epochs it has had stay', async () => {
    const options = { store: memoryStore(), schedule: constantRate(1e-4) };
    await follow({ ...options, epochs: 2 });
    const longer = await follow({ ...options, epochs: 3 });
    expect(longer.state).toEqual((await follow({ schedule: constantRate(1e-4) })).state);
  });

  test('goes on in the same process, with a store and without', async () => {
    const whole = await follow({});
    for (const store of [undefined, memoryStore()]) {
      const trainer = scriptedTrainer();
      const training = createTraining(plan({ trainer, ...(store && { store }) }));
      const controller = new AbortController();
      await training.run({ signal: controller.signal, onStep: ({ step }) => void (step === 11 && controller.abort()) });
      expect(await training.run()).toEqual(whole.result);
      expect(await trainer.state()).toEqual(whole.state);
    }
  });

  test('tells where it goes on before its first step, which waits for that', async () => {
    const store = memoryStore();
    const begins: unknown[] = [];
    const controller = new AbortController();
    const begin = (steps: readonly unknown[]) => async (place: object) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      begins.push([place, steps.length]);
    };
    const run = (onStep?: (progress: TrainingProgress) => void) => {
      const trainer = scriptedTrainer();
      const { signal } = controller;
      return createTraining(plan({ trainer, store })).run({
        onBegin: begin(trainer.steps),
        ...(onStep && { onStep, signal }),
      });
    };
    await run(({ step }) => void (step === 11 && controller.abort()));
    await run();
    await run();
    expect(begins).toEqual([
      [{ finished: false, epoch: 0, position: 0, step: 0 }, 0],
      [{ finished: false, epoch: 1, position: 3, step: 11 }, 0],
      [{ finished: true, epoch: 3, position: 0, step: 24 }, 0],
    ]);
  });

  test('is written in parts where a store takes them, to the same bytes', async () => {
    const [whole, parted] = [memoryStore(), memoryStore()];
    await follow({ store: whole });
    const writeParts = async (parts: readonly Uint8Array[]) => parted.write(Buffer.concat(parts));
    const write = () => Promise.reject(new Error('It takes parts.'));
    await follow({ store: { name: parted.name, read: parted.read, write, writeParts } });
    expect(parted.saved.map((saved) => [...saved])).toEqual(whole.saved.map((saved) => [...saved]));
    expect(whole.saved.length).toBeGreaterThan(2);
  });

  test('is aborted by a timer, although no step ever waits for one', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const { result } = await follow({ epochs: 1e6, schedule: constantRate(0) }, { signal: controller.signal });
    expect(result.finished).toBe(false);
  });
});

describe('pairs', () => {
  test('are loaded while a step runs: one ahead, over the end of an epoch too', async () => {
    const events: string[] = [];
    const trainer = scriptedTrainer();
    const load = async (index: number) => {
      events.push(`load ${index}`);
      return scriptedPair(index);
    };
    const step = async (pair: Parameters<typeof trainer.step>[0]) => {
      const losses = await trainer.step(pair);
      events.push('step');
      return losses;
    };
    const told: TrainingProgress[] = [];
    const training = createTraining(plan({ trainer: { ...trainer, step }, pairs: { count: 2, load }, epochs: 2 }));
    await training.run({ onStep: (progress) => void told.push(progress) });
    const [first, second, third, fourth] = told.map(({ pair }) => `load ${pair}`);
    expect(events).toEqual([first, second, 'step', third, 'step', fourth, 'step', 'step']);
  });

  test('that cannot be loaded end it, with the steps before them saved', async () => {
    const whole = await follow({});
    const store = memoryStore();
    let loads = 0;
    const failing = async (index: number) => {
      if (++loads === 12) throw new Error('the disk is gone');
      return scriptedPair(index);
    };
    await expect(follow({ store, pairs: { count: 8, load: failing } })).rejects.toThrow('the disk is gone');
    const { told, state } = await follow({ store });
    expect(told).toEqual(whole.told.slice(11));
    expect(state).toEqual(whole.state);
  });

  test('of another size are refused, whatever their flips', async () => {
    const load = async () => ({ ...scriptedPair(0), fixed: new Float32Array(5) });
    for (const flips of [true, false]) {
      const failing = follow({ flips, pairs: { count: 8, load } });
      await expect(failing).rejects.toThrow(ShapeMismatchError);
      await expect(failing).rejects.toThrow('length of fixed is 5');
    }
  });

  test('are not written to, and what is loaded ahead of an end is waited for', async () => {
    const loaded = new Map<number, ReturnType<typeof scriptedPair>>();
    let pending = 0;
    const load = async (index: number) => {
      pending++;
      await new Promise((resolve) => setTimeout(resolve, 1));
      pending--;
      const pair = loaded.get(index) ?? scriptedPair(index);
      loaded.set(index, pair);
      return pair;
    };
    const controller = new AbortController();
    const onStep = ({ step }: TrainingProgress) => void (step === 12 && controller.abort());
    await follow({ pairs: { count: 8, load } }, { signal: controller.signal, onStep });
    expect(pending).toBe(0);
    for (const [index, pair] of loaded) expect(pair).toEqual(scriptedPair(index));
  });
});
