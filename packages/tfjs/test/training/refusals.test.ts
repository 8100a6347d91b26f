import {
  InvalidDataError,
  type LnccError,
  MissingRuntimeError,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { voxelmorphNetwork } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  convolution,
  createTrainer,
  squaredDifferences,
  type TrainerOptions,
  upsampleNearest,
  warp,
} from '../../src/training/index.ts';
import { useBackend } from '../backend.ts';

const network = voxelmorphNetwork('tiny', { encoder: [2], decoder: [2], extra: [2] });
const base = { network, shape: [4, 4, 4], definition: { window: 3 }, backend: 'cpu' } as const;
const pair = { moving: new Float32Array(64), fixed: new Float32Array(64) };

beforeEach(() => useBackend('cpu'));

describe('a trainer is refused', () => {
  test.each<[string, Partial<TrainerOptions>, new (message: string) => LnccError, RegExp]>([
    [
      'on a backend that is not registered',
      { backend: 'webgpu' },
      MissingRuntimeError,
      /'webgpu' is not registered: import '@tensorflow\/tfjs-backend-webgpu' first \(registered: cpu, wasm\)/,
    ],
    ['on a backend nobody knows', { backend: 'metal' }, MissingRuntimeError, /'metal' is not registered \(registered/],
    ['on wasm', { backend: 'wasm' }, UnsupportedOptionError, /'wasm' cannot train: .*Conv3DBackpropInputV2.*'cpu'/],
    [
      'with automatic gradients where none are registered',
      { differentiation: 'automatic' },
      MissingRuntimeError,
      /import '@tensorflow\/tfjs' once/,
    ],
    [
      'with automatic gradients of the fused kernel',
      { differentiation: 'automatic', algorithm: 'fused' },
      MissingRuntimeError,
      /algorithm 'fused' is not registered/,
    ],
    ['with an unknown algorithm', { algorithm: 'pooled' as never }, UnsupportedOptionError, /algorithm is 'pooled'/],
  ])('%s', async (_, options, type, message) => {
    const before = tf.memory().numTensors;
    const error = await createTrainer({ ...base, ...options }).catch((caught) => caught);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toMatch(message);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a trainer refuses', () => {
  test('to go on while another backend is the active one', async () => {
    await using trainer = await createTrainer(base);
    await useBackend('wasm');
    await expect(trainer.step(pair)).rejects.toThrow(/active .* is 'wasm', .* on 'cpu'; call tf\.setBackend\('cpu'\)/);
    await useBackend('cpu');
    expect((await trainer.step(pair)).loss).toBeCloseTo(0, 3);
  });

  test('to go on when its backend has been removed', async () => {
    const trainer = await createTrainer(base);
    const factory = tf.findBackendFactory('cpu');
    tf.removeBackend('cpu');
    tf.registerBackend('cpu', factory);
    await useBackend('cpu');
    await expect(trainer.step(pair)).rejects.toThrow("'cpu' has been removed since this trainer was made");
    await expect(trainer.weights()).rejects.toThrow(UnsupportedOptionError);
    await trainer.dispose();
    await using again = await createTrainer(base);
    expect((await again.step(pair)).loss).toBeCloseTo(0, 3);
  });
});

test('a trainer holds weights and moments, no more after a step than before, and nothing once it is disposed', async () => {
  const before = tf.memory().numTensors;
  const trainer = await createTrainer(base);
  const parameters = network.parameters(base.shape).length;
  expect(tf.memory().numTensors - before).toBe(4 * parameters);
  for (const call of [trainer.step, trainer.evaluate, trainer.gradients, trainer.step]) {
    await call(pair);
    expect(tf.memory().numTensors - before).toBe(4 * parameters);
  }
  await trainer.restore(await trainer.state());
  await trainer.weights();
  expect(tf.memory().numTensors - before).toBe(4 * parameters);
  await trainer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

describe('layer verbs refuse', () => {
  let volume: tf.Tensor;
  let weight: tf.Tensor;
  let bias: tf.Tensor;
  beforeEach(() => {
    [volume, weight, bias] = [tf.zeros([1, 2, 3, 4, 2]), tf.zeros([3, 3, 3, 2, 5]), tf.zeros([5])];
  });
  const disposed = () => {
    const gone = tf.zeros([1, 2, 3, 4, 2]);
    gone.dispose();
    return gone;
  };
  const options = { stride: 1 } as const;
  test.each<[string, () => unknown, new (message: string) => LnccError, RegExp]>([
    [
      'a map of rank 4',
      () => upsampleNearest(tf.zeros([2, 3, 4, 2])),
      ShapeMismatchError,
      /map has the shape \[2, 3, 4, 2\]/,
    ],
    ['a disposed map', () => upsampleNearest(disposed()), InvalidDataError, /map .* has been disposed/],
    [
      'an int32 map',
      () => upsampleNearest(tf.zeros([1, 2, 2, 2, 1], 'int32')),
      UnsupportedOptionError,
      /dtype 'int32'/,
    ],
    [
      'a displacement of two components',
      () => warp(volume, volume),
      ShapeMismatchError,
      /displacement has the shape \[1, 2, 3, 4, 2\], but image .* give \[1, 2, 3, 4, 3\]/,
    ],
    [
      'one slice',
      () => squaredDifferences(tf.zeros([1, 1, 3, 4, 3])),
      ShapeMismatchError,
      /\[1, 3, 4\]; .* at least 2/,
    ],
    ['no parts', () => convolution([], weight, bias, options), ShapeMismatchError, /got no parts/],
    [
      'parts of two grids',
      () => convolution([volume, tf.zeros([1, 2, 3, 5, 2])], weight, bias, options),
      ShapeMismatchError,
      /grids \[2, 3, 4\] and \[2, 3, 5\]/,
    ],
    [
      'weights for other channels',
      () => convolution([volume, volume], weight, bias, options),
      ShapeMismatchError,
      /parts of 4 channels need \[k, k, k, 4, outputs\]/,
    ],
    [
      'an even kernel',
      () => convolution([volume], tf.zeros([2, 2, 2, 2, 5]), bias, options),
      ShapeMismatchError,
      /with an odd k/,
    ],
    [
      'a bias that is null',
      () => convolution([volume], weight, null as never, options),
      InvalidDataError,
      /bias is null/,
    ],
    [
      'a stride of 3',
      () => convolution([volume], weight, bias, { stride: 3 as never }),
      UnsupportedOptionError,
      /stride is 3/,
    ],
  ])('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
