import { InvalidDataError, UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { createTraining, type TrainingPlan, type TrainingProgress } from '../../src/training/index.ts';
import { follow, pairs, plan } from './follow-training.ts';
import { memoryStore } from './memory-store.ts';
import { scriptedPair, scriptedTrainer } from './scripted-trainer.ts';

describe('what is thrown', () => {
  test('by the caller is passed on, with the steps before it saved', async () => {
    const store = memoryStore();
    const onStep = ({ step }: TrainingProgress) => {
      if (step === 5) throw new Error('enough');
    };
    await expect(follow({ store }, { onStep })).rejects.toThrow('enough');
    expect((await follow({ store })).told[0]?.step).toBe(6);
  });

  test('for a loss that is not finite keeps the step out of the store', async () => {
    const whole = await follow({});
    const store = memoryStore();
    let loads = 0;
    const load = async (index: number) => {
      const { moving, fixed } = scriptedPair(index);
      return { moving: ++loads === 6 ? moving.fill(Number.NaN) : moving, fixed };
    };
    const failing = follow({ store, saveEvery: 2, pairs: { count: 8, load } });
    await expect(failing).rejects.toThrow(InvalidDataError);
    await expect(failing).rejects.toThrow(`The loss of pair ${whole.told[5]?.pair} in epoch 0 is NaN`);
    const { told, state } = await follow({ store });
    expect(told[0]?.step).toBe(5);
    expect(state).toEqual(whole.state);
  });

  test('by an engine keeps what was saved before', async () => {
    const whole = await follow({});
    const store = memoryStore();
    const trainer = scriptedTrainer();
    const step = async (pair: Parameters<typeof trainer.step>[0]) => {
      const losses = await trainer.step(pair);
      if (trainer.steps.length === 7) throw new Error('the device is lost');
      return losses;
    };
    const failing = createTraining(plan({ trainer: { ...trainer, step }, store, saveEvery: 4 })).run();
    await expect(failing).rejects.toThrow('the device is lost');
    const { told, state } = await follow({ store });
    expect(told[0]?.step).toBe(5);
    expect(state).toEqual(whole.state);
  });

  test('for weights or moments that are not finite keeps them out of the store, although the loss is', async () => {
    const whole = await follow({});
    for (const broken of ['parameters', 'secondMoment']) {
      const store = memoryStore();
      const trainer = scriptedTrainer();
      const state = async () => {
        const found = await trainer.state();
        const vectors = { parameters: found.parameters, ...found.moments };
        if (found.step === 4) vectors[broken as 'parameters'][2] = Number.POSITIVE_INFINITY;
        return found;
      };
      const training = createTraining(plan({ trainer: { ...trainer, state }, store, saveEvery: 2 }));
      await expect(training.run()).rejects.toThrow(InvalidDataError);
      expect(store.saved.length).toBe(2);
      const { told, state: resumed } = await follow({ store });
      expect(told[0]?.step).toBe(3);
      expect(resumed).toEqual(whole.state);
    }
  });

  test('by a store loses nothing: a run after it goes on from memory', async () => {
    const whole = await follow({});
    const memory = memoryStore();
    const trainer = scriptedTrainer();
    let isFull = false;
    const write = async (content: Uint8Array) => {
      if (isFull) throw new Error('the disk is full');
      await memory.write(content);
    };
    const training = createTraining(plan({ trainer, store: { ...memory, write }, saveEvery: 3 }));
    const onStep = ({ step }: TrainingProgress) => {
      isFull = step >= 8;
    };
    await expect(training.run({ onStep })).rejects.toThrow('the disk is full');
    await expect(training.run()).rejects.toThrow('the disk is full');
    expect((await follow({ store: memoryStore(memory.saved.at(-1)!) })).told[0]?.step).toBe(7);
    isFull = false;
    expect(await training.run()).toEqual(whole.result);
    expect(trainer.steps.length).toBe(24);
    expect(await trainer.state()).toEqual(whole.state);
  });

  test('by an engine leaves nothing to go on with, where nothing was saved', async () => {
    const trainer = scriptedTrainer();
    const step = () => Promise.reject(new Error('the device is lost'));
    const training = createTraining(plan({ trainer: { ...trainer, step } }));
    await expect(training.run()).rejects.toThrow('the device is lost');
    await expect(training.run()).rejects.toThrow('create another trainer and training');
  });

  test('by a store that cannot be written comes before any step', async () => {
    const store = { ...memoryStore(), write: () => Promise.reject(new Error('read-only')) };
    const trainer = scriptedTrainer();
    await expect(createTraining(plan({ trainer, store })).run()).rejects.toThrow('read-only');
    expect(trainer.steps).toEqual([]);
  });

  test.each([
    [{ epochs: 0 }, 'epochs is 0'],
    [{ pairs: { ...pairs, count: 1.5 } }, 'pairs.count is 1.5'],
    [{ seed: -1 }, 'seed is -1'],
    [{ saveEvery: 0 }, 'saveEvery is 0'],
    [{ schedule: () => Number.NaN }, 'learningRate is NaN'],
    [{ saveevery: 3 }, "key in training is 'saveevery'"],
  ])('%j is refused before any work', (options, message) => {
    const create = () => createTraining(plan(options as Partial<TrainingPlan>));
    expect(create).toThrow(UnsupportedOptionError);
    expect(create).toThrow(message);
  });

  test('a second run beside the first', async () => {
    const training = createTraining(plan());
    const first = training.run();
    await expect(training.run()).rejects.toThrow('This training is running');
    expect((await first).finished).toBe(true);
  });
});
