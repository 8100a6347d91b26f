import { LnccError, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import { initialWeights } from '@fast-lncc/networks';
import { InsufficientMemoryError, type Trainer, type TrainingOptions } from '@fast-lncc/networks/training';
import type { Runner } from '../contract.ts';
import { ensure, expectClose, expectRejection } from '../expect.ts';
import { resumption } from './resumption.ts';
import { expectSameArrays, expectSameState, same } from './same-arrays.ts';
import { ball, network, shape } from './tiny-training.ts';

/** What {@link runTrainer} takes. */
export interface TrainerOptions extends Runner {
  /** Shown in the names of the tests, such as `tfjs (cpu)`. */
  readonly name: string;
  createTrainer(options: TrainingOptions): Promise<Trainer>;
}

const pair = { moving: ball(0), fixed: ball(1) };

type Make = (options?: Partial<TrainingOptions>) => Promise<Trainer>;

/**
 * Registers the contract of `Trainer` as tests of an engine, on a tiny network: repeatability, the terms of the loss,
 * states that continue bit for bit, the order of calls, and bad input.
 */
export function runTrainer({ describe, test, name, createTrainer }: TrainerOptions): void {
  const make: Make = (options = {}) =>
    createTrainer({ network, shape, definition: { window: 3 }, optimizer: { learningRate: 2e-2 }, ...options });
  describe(`a trainer of ${name}`, () => {
    for (const [title, body] of Object.entries({ ...training, ...resumption, ...refusals }))
      test(title, () => body(make));
  });
}

const training: Record<string, (make: Make) => Promise<void>> = {
  'gives the same losses for the same seed, bit for bit': async (make) => {
    const run = (seed: number) =>
      using(make({ seed }), async (trainer) => [(await trainer.step(pair)).loss, (await trainer.step(pair)).loss]);
    const [first, again, other] = [await run(5), await run(5), await run(6)];
    ensure(same(first, again), `seed 5 gave ${first}, then ${again}`);
    ensure(!same(first, other), `seeds 5 and 6 both gave ${first}`);
  },
  'lowers a loss that is similarity plus weighted smoothness': (make) =>
    using(make({ smoothnessWeight: 0.5 }), async (trainer) => {
      const first = await trainer.step(pair);
      for (let step = 0; step < 13; step++) await trainer.step(pair);
      const last = await trainer.step(pair);
      expectClose('loss', last.loss, last.similarity + 0.5 * last.smoothness, 1e-6);
      ensure(last.smoothness > 1e-4, `smoothness is ${last.smoothness}, as if nothing had moved`);
      ensure(last.loss < first.loss - 0.3, `the loss went from ${first.loss} to ${last.loss} only`);
    }),
  'evaluates what it trains, without training': (make) =>
    using(make(), async (trainer) => {
      const evaluated = await trainer.evaluate(pair);
      const { loss, similarity, smoothness } = await trainer.step(pair);
      for (const [name, value] of Object.entries({ loss, similarity, smoothness })) {
        expectClose(name, evaluated[name as 'loss'], value, 1e-6);
      }
      ensure(evaluated.displacement.length === 3 * 480 && evaluated.warped.length === 480, 'maps of another size');
    }),
  'rehearses the next step, and keeps nothing of it': (make) =>
    using(make(), (trainer) =>
      using(make(), async (other) => {
        const trained = await other.step(pair);
        const before = await trainer.state();
        const rehearsed = await trainer.rehearse(pair);
        ensure(
          same(Object.values(rehearsed), Object.values(trained)),
          `the losses are ${JSON.stringify(rehearsed)}, not ${JSON.stringify(trained)}`,
        );
        const after = await trainer.state();
        ensure(after.step === 0, `it counts ${after.step} steps`);
        expectSameState(after, before);
        const { loss } = await trainer.step(pair);
        ensure(loss === trained.loss, `the step has the loss ${loss}, without a rehearsal ${trained.loss}`);
        expectSameArrays(await trainer.weights(), await other.weights());
      }),
    ),
  'changes no weight at a learning rate of 0': async (make) => {
    const weights = initialWeights(network, shape, 3);
    await using(make({ weights }), async (trainer) => {
      await trainer.step({ ...pair, learningRate: 0 });
      expectSameArrays(await trainer.weights(), weights);
    });
  },
  'continues from a state bit for bit': (make) =>
    using(make(), (first) =>
      using(make({ seed: 99 }), async (second) => {
        await first.step(pair);
        await second.restore(await first.state());
        const [expected, actual] = [await first.step(pair), await second.step(pair)];
        ensure(expected.loss === actual.loss, `the loss is ${actual.loss}, expected ${expected.loss}`);
        const [states, restored] = [await first.state(), await second.state()];
        ensure(states.step === 2 && restored.step === 2, `steps ${states.step} and ${restored.step}`);
        expectSameArrays(restored.moments, states.moments);
        expectSameArrays(await second.weights(), await first.weights());
      }),
    ),
  'hands out its own vectors where no copy is asked for, and they are the same': (make) =>
    using(make(), async (trainer) => {
      await trainer.step(pair);
      const [own, copy] = [await trainer.state({ copy: false }), await trainer.state()];
      ensure(own.step === 1 && copy.step === 1, `steps ${own.step} and ${copy.step}`);
      expectSameState(own, copy);
    }),
  'hands out copies': (make) =>
    using(make(), async (trainer) => {
      const state = await trainer.state();
      state.parameters.fill(7);
      for (const values of Object.values(await trainer.weights())) values.fill(7);
      ensure(!(await trainer.state()).parameters.includes(7), 'what was handed out is still used');
    }),
  'carries out calls made at once in their order': (make) =>
    using(make(), (trainer) =>
      using(make(), async (again) => {
        const atOnce = await Promise.all([trainer.step(pair), trainer.step(pair), trainer.evaluate(pair)]);
        for (const [index, call] of [again.step, again.step, again.evaluate].entries()) {
          const { loss } = await call(pair);
          ensure(loss === atOnce[index]?.loss, `call ${index} gave ${atOnce[index]?.loss}, alone ${loss}`);
        }
      }),
    ),
  'lets NaN of an image reach the loss': (make) =>
    using(make(), async (trainer) => {
      const moving = pair.moving.slice();
      moving[244] = Number.NaN;
      const { loss } = await trainer.step({ ...pair, moving });
      ensure(Number.isNaN(loss), `the loss is ${loss}`);
    }),
};

const refusals: Record<string, (make: Make) => Promise<void>> = {
  'refuses a size the network cannot take': (make) =>
    expectMessage(() => make({ shape: [6, 7, 10] }), ShapeMismatchError, 'crop or pad 7 to 6 or 8'),
  'refuses weights of another network': async (make) => {
    const { 'flow.bias': _, ...missing } = initialWeights(network, shape, 1);
    const wrong = { ...missing, 'flow.bias': new Float32Array(2) };
    const more = { ...initialWeights(network, shape, 1), head: new Float32Array(2) };
    await expectMessage(() => make({ weights: missing }), ShapeMismatchError, "'flow.bias' is missing");
    await expectMessage(() => make({ weights: wrong }), ShapeMismatchError, 'length of flow.bias is 2');
    await expectMessage(() => make({ weights: more }), ShapeMismatchError, "'head' is no parameter");
  },
  'refuses a pair of another size, and a learning rate below 0': (make) =>
    using(make(), async (trainer) => {
      const fixed = new Float32Array(8);
      await expectMessage(() => trainer.step({ ...pair, fixed }), ShapeMismatchError, 'length of fixed is 8');
      await expectMessage(
        () => trainer.step({ ...pair, learningRate: -1 }),
        UnsupportedOptionError,
        'learningRate is -1',
      );
    }),
  'refuses a state of another optimizer, or cut short': (make) =>
    using(make({ optimizer: { name: 'adam' } }), (adam) =>
      using(make(), async (amsgrad) => {
        const [other, state] = [await adam.state(), await amsgrad.state()];
        const short = { ...state, parameters: state.parameters.slice(1) };
        await expectMessage(() => amsgrad.restore(other), ShapeMismatchError, 'The state is of tiny with adam');
        await expectMessage(() => amsgrad.restore(short), ShapeMismatchError, 'length of parameters is');
      }),
    ),
  'refuses a loss that is a map, and a negative smoothness weight': async (make) => {
    const reduction = 'none' as const;
    await expectMessage(() => make({ definition: { reduction } }), UnsupportedOptionError, "reduction is 'none'");
    await expectMessage(() => make({ smoothnessWeight: -1 }), UnsupportedOptionError, 'smoothnessWeight is -1');
  },
  'refuses a training that would not fit the memory, and a limit that is none': async (make) => {
    await expectMessage(() => make({ memoryLimit: 1e6 }), InsufficientMemoryError, 'memoryLimit, in bytes');
    await expectMessage(() => make({ memoryLimit: 0 }), UnsupportedOptionError, 'memoryLimit is 0');
    await using(make({ memoryLimit: Number.POSITIVE_INFINITY }), async () => undefined);
  },
  'refuses everything once it has been disposed, which it can be twice': async (make) => {
    const trainer = await make();
    await trainer.dispose();
    await trainer.dispose();
    for (const call of [() => trainer.step(pair), () => trainer.evaluate(pair), () => trainer.gradients(pair)]) {
      await expectMessage(call, LnccError, 'disposed');
    }
  },
};

async function using<Result>(made: Promise<Trainer>, body: (trainer: Trainer) => Promise<Result>): Promise<Result> {
  const trainer = await made;
  try {
    return await body(trainer);
  } finally {
    await trainer.dispose();
  }
}

async function expectMessage(
  call: () => Promise<unknown>,
  errorClass: abstract new (...parameters: never[]) => Error,
  part: string,
): Promise<void> {
  const { message } = await expectRejection(part, call, errorClass);
  ensure(message.includes(part), `the message is '${message}', without '${part}'`);
}
