import { createHash } from 'node:crypto';
import { InvalidDataError } from '@fast-lncc/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { tmTiny, vm1 } from '../../src/index.ts';
import {
  constantRate,
  createTraining,
  describeSettings,
  resolveTraining,
  type TrainingOptions,
  type TrainingPlan,
} from '../../src/training/index.ts';
import { assertSealed, seal, unsealed } from '../../src/training/seal.ts';
import { decodeTrainingState, encodeTrainingState } from '../../src/training/training-state.ts';
import { joinParts, safetensorsParts } from '../../src/weights/write-safetensors.ts';
import { memoryStore } from './memory-store.ts';
import { scriptedPair, scriptedTrainer } from './scripted-trainer.ts';

const special = new Float32Array(Uint32Array.of(0x7fc01234, 0xffa00001, 0x80000000, 0x00000001).buffer);

const state = {
  trainer: {
    network: 'größer "1"',
    size: [1, 2, 3],
    optimizer: 'amsgrad' as const,
    step: 13,
    parameters: Float32Array.of(Math.PI, -0, 1e-45, 3e38),
    moments: {
      firstMoment: special,
      secondMoment: Float32Array.of(1, 2, 3, 4),
      largestSecondMoment: Float32Array.of(5, 6, 7, 8),
    },
  },
  epoch: 1,
  position: 5,
  random: [4294967295, 0, 1, 2] as const,
  settings: { network: 'größer "1"', seed: '5' },
  learningRates: [1e-4, 9.982e-5],
};
const bitsOf = ({ buffer, byteOffset, length }: Float32Array) => [...new Uint32Array(buffer, byteOffset, length)];

describe('a state in a file', () => {
  let file: Uint8Array;
  beforeAll(async () => {
    file = joinParts(await encodeTrainingState(state));
  });

  test('is written without a copy of its vectors', async () => {
    const parts = await encodeTrainingState(state);
    const vectors = [state.trainer.parameters, ...Object.values(state.trainer.moments)];
    expect(parts.slice(1).map(({ buffer }) => buffer)).toEqual(vectors.map(({ buffer }) => buffer));
    parts.slice(1).forEach((part, index) => {
      expect(part.buffer).toBe(vectors[index]?.buffer);
    });
  });

  test('of more than a piece has the digest of its pieces', async () => {
    const [header, ...data] = safetensorsParts(
      {
        a: { shape: [5_000_001], data: Float32Array.from({ length: 5_000_001 }, (_, index) => index) },
        b: { shape: [3], data: Float32Array.of(1, 2, 3) },
        c: { shape: [4_500_000], data: new Float32Array(4_500_000).fill(Math.PI) },
      },
      { sha256: unsealed },
    );
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
    const whole = joinParts(data);
    const pieces = [0, 1, 2].map((piece) => whole.subarray(piece * 2 ** 24, (piece + 1) * 2 ** 24));
    expect(pieces.map(({ length }) => length)).toEqual([2 ** 24, 2 ** 24, whole.length - 2 ** 25]);
    const expected = sha256(Buffer.concat([header, ...pieces].map(sha256))).toString('hex');
    await seal(header, data);
    expect(Buffer.from(header).toString('latin1')).toContain(expected);
    const sealed = joinParts([header, whole]);
    await assertSealed(sealed);
    sealed[sealed.length - 1]! ^= 1;
    await expect(assertSealed(sealed)).rejects.toThrow(InvalidDataError);
  });

  test('comes back bit for bit, also from a Buffer and from within a larger one', async () => {
    const larger = new Uint8Array(file.length + 5);
    larger.set(file, 3);
    for (const given of [file, Buffer.from(file), larger.subarray(3, 3 + file.length)]) {
      const before = given.slice();
      const read = await decodeTrainingState(given, 'a file');
      expect(read).toEqual(state);
      expect(bitsOf(read.trainer.moments.firstMoment!)).toEqual(bitsOf(special));
      expect(bitsOf(read.trainer.parameters)).toEqual(bitsOf(state.trainer.parameters));
      expect(Buffer.compare(given, before)).toBe(0);
    }
  });

  test('cut anywhere is refused, by its name', async () => {
    for (let length = 0; length < file.length; length++) {
      const reading = decodeTrainingState(file.subarray(0, length), 'run.safetensors');
      await expect(reading).rejects.toThrow(InvalidDataError);
    }
    await expect(decodeTrainingState(new Uint8Array(0), 'run.safetensors')).rejects.toThrow(
      "No training can go on from 'run.safetensors'. This is no safetensors file, or it is damaged: it has 0 bytes, " +
        'not even the length of its header. Put a copy of it in its place, or remove it to begin anew.',
    );
  });

  test('with any byte changed is refused', async () => {
    for (let index = 0; index < file.length; index++) {
      const tampered = file.slice();
      tampered[index]! ^= 1 << (index % 8);
      await expect(decodeTrainingState(tampered, 'a file'), `byte ${index}`).rejects.toThrow(InvalidDataError);
    }
    const tampered = file.slice();
    tampered[tampered.length - 1]! ^= 1;
    await expect(decodeTrainingState(tampered, 'a file')).rejects.toThrow('It was changed after it had been written');
  });

  test.each([
    [{ format: 'pt' }, "Its format is 'pt', not 'fast-lncc training 1'"],
    [{}, "Its format is 'undefined'"],
    [{ sha256: unsealed, format: 'fast-lncc training 1' }, "Its metadata has no training, but ''"],
    [
      { sha256: unsealed, format: 'fast-lncc training 1', training: '{"epoch":-1}' },
      'has no training, but \'{"epoch":-1}',
    ],
    [{ sha256: unsealed, format: 'fast-lncc training 1', training: 'null' }, "has no training, but 'null'"],
    [{ format: 'fast-lncc training 1', training: '{}' }, 'It was changed after it had been written'],
  ])('that is another file is refused: %j', async (metadata: Record<string, string>, message) => {
    const [header, ...data] = safetensorsParts({ parameters: { shape: [1], data: Float32Array.of(1) } }, metadata);
    if (metadata.sha256 !== undefined) await seal(header, data);
    const other = joinParts([header, ...data]);
    const reading = decodeTrainingState(other, 'a file');
    await expect(reading).rejects.toThrow(InvalidDataError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe('a store of another training is refused, with both values, and stays as it is', () => {
  const plan = (options: Partial<TrainingPlan> = {}): TrainingPlan => ({
    trainer: scriptedTrainer(),
    pairs: { count: 4, load: async (index) => scriptedPair(index) },
    epochs: 3,
    ...options,
  });

  test.each<[Partial<TrainingPlan>, string]>([
    [{ seed: 2 }, 'seed is 1 there, but 2 here'],
    [{ flips: false }, 'flips is true there, but false here'],
    [{ pairs: { count: 5, load: async (index) => scriptedPair(index) } }, 'pairs is 4 there, but 5 here'],
    [{ trainer: scriptedTrainer({ network: 'vm2' }) }, 'network is scripted there, but vm2 here'],
    [{ trainer: scriptedTrainer({ weight: '2' }) }, 'weight is not set there, but 2 here'],
    [{ epochs: 1 }, 'the number of epochs is 2 or more there, but 1 here'],
    [{ epochs: 4 }, 'the learning rate of epoch 1 is 0.00006943 there, but 0.00007719 here'],
    [{ schedule: constantRate(1e-3) }, 'the learning rate of epoch 0 is 0.0001 there, but 0.001 here'],
  ])('%j', async (options, message) => {
    const store = memoryStore();
    const controller = new AbortController();
    const onStep = ({ step }: { step: number }) => void (step === 6 && controller.abort());
    await createTraining(plan({ store })).run({ signal: controller.signal, onStep });
    const saved = store.saved.length;
    const trainer = options.trainer ?? scriptedTrainer();
    const before = await trainer.state();
    const running = createTraining(plan({ ...options, trainer, store })).run();
    await expect(running).rejects.toThrow(InvalidDataError);
    await expect(running).rejects.toThrow(`'memory' is of another training: ${message}.`);
    expect(await trainer.state()).toEqual(before);
    expect(store.saved.length).toBe(saved);
  });
});

describe('the settings of a trainer', () => {
  const describeOptions = (options: Partial<TrainingOptions> = {}) =>
    describeSettings(resolveTraining({ network: vm1, shape: [16, 16, 32], ...options }));
  const keysThatDiffer = (options: Partial<TrainingOptions>) => {
    const [one, other] = [describeOptions(), describeOptions(options)];
    return Object.keys({ ...one, ...other }).filter((key) => one[key] !== other[key]);
  };

  test('are words', () => {
    expect(describeOptions()).toMatchObject({
      network: 'vm1',
      size: '[16, 16, 32]',
      parameters: '274387',
      optimizer: 'amsgrad',
      firstDecay: '0.9',
      secondDecay: '0.999',
      epsilon: '1e-8',
      smoothnessWeight: '1',
      'loss.center': 'none',
      'loss.reduction': 'mean',
    });
    expect(describeOptions()['loss.stabilizer']).toContain('"clampScore":["-Infinity","Infinity"]');
  });

  test('have the seed where steps drop branches, because what they drop depends on it', () => {
    const tiny = { network: tmTiny, shape: [32, 32, 32], seed: 3 };
    expect(describeOptions(tiny).dropPath).toBe('drawn with seed 3');
    expect(describeOptions({ ...tiny, dropPath: false }).dropPath).toBe('none');
    expect(describeOptions().dropPath).toBeUndefined();
  });

  test.each<[Partial<TrainingOptions>, string[]]>([
    [{ shape: [16, 32, 16] }, ['size']],
    [{ smoothnessWeight: 2 }, ['smoothnessWeight']],
    [{ optimizer: { name: 'adam', secondDecay: 0.99 } }, ['optimizer', 'secondDecay']],
    [{ definition: { window: 5, center: 'none', stabilizer: { product: 1e-5 } } }, ['loss.window']],
    [{ definition: { window: 9, center: 'none', stabilizer: { product: 1e-4 } } }, ['loss.stabilizer']],
    [{ definition: { window: 9, center: 'none', stabilizer: { product: 1e-5 } } }, []],
    [{ differentiation: 'automatic', seed: 3, optimizer: { learningRate: 1 } }, []],
  ])('%j changes %j', (options, keys) => {
    expect(keysThatDiffer(options)).toEqual(keys);
  });
});
