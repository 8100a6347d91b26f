import { InvalidDataError } from '@fast-lncc/core';
import { constantRate, createTraining, type Trainer, type TrainingOptions } from '@fast-lncc/networks/training';
import { ensure, expectRejection } from '../expect.ts';
import { expectSameState } from './same-arrays.ts';
import { ball } from './tiny-training.ts';

type Make = (options?: Partial<TrainingOptions>) => Promise<Trainer>;

/** A training over epochs that is ended and goes on with another trainer. */
export const resumption: Record<string, (make: Make) => Promise<void>> = {
  'is trained over epochs, and goes on after an end bit for bit': async (make) => {
    await using whole = await make();
    await using first = await make();
    await using second = await make({ seed: 99 });
    const store = memoryStore();
    const expected = await trainingOf(whole).run();
    const controller = new AbortController();
    const ended = await trainingOf(first, store).run({
      signal: controller.signal,
      onStep: ({ step }) => void (step === 4 && controller.abort()),
    });
    ensure(!ended.finished && ended.epoch === 1 && ended.position === 1, `it ended at ${JSON.stringify(ended)}`);
    const resumed = await trainingOf(second, store).run();
    ensure(JSON.stringify(resumed) === JSON.stringify(expected), `it came to ${JSON.stringify(resumed)}`);
    const [wanted, found] = [await whole.state(), await second.state()];
    ensure(found.step === 6, `the state has ${found.step} steps`);
    expectSameState(found, wanted);
  },
  'does not go on where another loss was trained': async (make) => {
    await using first = await make();
    await using second = await make({ smoothnessWeight: 0.5 });
    const store = memoryStore();
    await trainingOf(first, store).run();
    const { message } = await expectRejection('resuming', () => trainingOf(second, store).run(), InvalidDataError);
    ensure(message.includes('smoothnessWeight is 1 there, but 0.5 here'), `the message is '${message}'`);
  },
};

function trainingOf(trainer: Trainer, store = memoryStore()) {
  const load = async (index: number) => ({ moving: ball(0), fixed: ball(index - 1) });
  return createTraining({
    trainer,
    pairs: { count: 3, load },
    epochs: 2,
    schedule: constantRate(2e-2),
    seed: 4,
    store,
  });
}

function memoryStore() {
  let kept: Uint8Array | undefined;
  return {
    name: 'memory',
    read: async () => kept,
    write: async (content: Uint8Array) => {
      kept = content;
    },
  };
}
