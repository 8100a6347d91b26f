import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import '../src/fused/index.ts';
import { type LnccOptions, lncc, prepareFixed } from '../src/index.ts';
import { algorithms } from '../src/options.ts';
import { testBackends, useBackend } from './backend.ts';
import { imagePair } from './images.ts';

const shape = [1, 6, 7, 5, 1];

/** Tensors and backend buffers that a call adds beyond the tensors it returns, all of which are disposed here. */
function leaked(run: () => tf.TensorContainer): { tensors: number; buffers: number } {
  const before = tf.memory();
  tf.dispose(run());
  const after = tf.memory();
  return { tensors: after.numTensors - before.numTensors, buffers: after.numDataBuffers - before.numDataBuffers };
}

const nothing = { tensors: 0, buffers: 0 };

describe.each(testBackends)('memory on %s', (backend) => {
  let moving: tf.Tensor;
  let fixed: tf.Tensor;
  let mask: tf.Tensor;
  beforeAll(async () => {
    await useBackend(backend);
    ({ movingTensor: moving, fixedTensor: fixed } = imagePair(shape));
    mask = tf.cast(tf.greater(moving, 0.4), 'bool');
    tf.dispose(lncc(moving, fixed));
  });

  const definitions: { name: string; options: LnccOptions }[] = [
    ...algorithms.map((algorithm) => ({ name: algorithm, options: { algorithm, window: 5 } })),
    ...(['banded', 'fused'] as const).flatMap((algorithm) => [
      { name: `border count, ${algorithm}`, options: { algorithm, border: 'count', window: 5 } as const },
      { name: `border valid, ${algorithm}`, options: { algorithm, border: 'valid', window: 3 } as const },
      {
        name: `not centered, signed, unit mean, ${algorithm}`,
        options: {
          algorithm,
          center: 'none',
          score: 'signed',
          unit: 'mean',
          stabilizer: { varianceAdd: 1e-5 },
        } as const,
      },
      { name: `reduction none, ${algorithm}`, options: { algorithm, reduction: 'none', window: 5 } as const },
    ]),
  ];

  test.each(definitions)('the loss returns one tensor: $name', ({ options }) => {
    const before = tf.memory().numTensors;
    const value = lncc(moving, fixed, options);
    expect(tf.memory().numTensors - before).toBe(1);
    value.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(definitions)('gradients leave nothing behind: $name', ({ options }) => {
    const loss = (a: tf.Tensor, b: tf.Tensor) => lncc(a, b, options);
    expect(leaked(() => tf.grads(loss)([moving, fixed]))).toEqual(nothing);
    expect(leaked(() => tf.grad((a) => loss(a, fixed))(moving))).toEqual(nothing);
    expect(leaked(() => tf.grad((b) => loss(moving, b))(fixed))).toEqual(nothing);
    expect(leaked(() => tf.grad((a) => loss(a, a))(moving))).toEqual(nothing);
    expect(leaked(() => tf.valueAndGrads(loss)([moving, fixed]) as never)).toEqual(nothing);
  });

  test.each(
    (['weighted', 'multiplied', 'dropWindows', 'none'] as const).flatMap((score) => [
      { score, algorithm: 'banded' as const },
      { score, algorithm: 'fused' as const },
    ]),
  )('masked, $score, $algorithm', ({ score, algorithm }) => {
    const options: LnccOptions = {
      algorithm,
      maskTensor: mask,
      window: 3,
      border: 'count',
      mask: { moments: true, score },
    };
    const loss = (a: tf.Tensor, b: tf.Tensor) => lncc(a, b, options);
    expect(leaked(() => loss(moving, fixed))).toEqual(nothing);
    expect(leaked(() => tf.grads(loss)([moving, fixed]))).toEqual(nothing);
  });

  test('channels and batches, which need transposition', () => {
    const wide = [tf.randomUniform([2, 6, 7, 3]), tf.randomUniform([2, 6, 7, 3])] as const;
    const run = (options: LnccOptions) =>
      leaked(() => tf.grads((a: tf.Tensor, b: tf.Tensor) => lncc(a, b, options))([...wide]));
    for (const algorithm of ['banded', 'fused'] as const) {
      expect(run({ window: 5, algorithm })).toEqual(nothing);
      expect(run({ window: 5, algorithm, channels: 'together' })).toEqual(nothing);
    }
    tf.dispose([...wide]);
  });

  test('variableGrads returns the loss and one gradient, nothing else', () => {
    const variable = tf.variable(moving);
    for (const algorithm of ['banded', 'fused'] as const) {
      const loss = () => lncc(variable, fixed, { algorithm });
      expect(leaked(() => tf.variableGrads(loss, [variable]) as never)).toEqual(nothing);
    }
    variable.dispose();
  });

  // By window sums the image, its center and two sums; by the fused kernel the image.
  test.each([
    ['banded', 4],
    ['fused', 1],
  ] as const)(
    'a prepared image keeps its tensors through tidy until it is disposed, and no longer: %s',
    (algorithm, tensors) => {
      const options = { algorithm };
      const before = tf.memory().numTensors;
      const prepared = tf.tidy(() => prepareFixed(tf.clone(fixed), options) as never) as ReturnType<
        typeof prepareFixed
      >;
      expect(tf.memory().numTensors - before).toBe(tensors);
      expect(prepared.isDisposed).toBe(false);
      expect(leaked(() => lncc(moving, prepared, options))).toEqual(nothing);
      expect(leaked(() => tf.grad((image) => lncc(image, prepared, options))(moving))).toEqual(nothing);
      prepared.dispose();
      prepared.dispose();
      expect(prepared.isDisposed).toBe(true);
      expect(prepared.state).toEqual({});
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test('thrown errors leave nothing behind', () => {
    const negative = tf.sub(moving, 0.4);
    const attempts: (() => unknown)[] = [
      () => lncc(moving, fixed, { window: 4 }),
      () => lncc(moving, fixed, { border: 'valid' }),
      () => prepareFixed(fixed, { window: 4 }),
      () => tf.grad((image) => lncc(image, fixed, { window: 4 }))(moving),
      () => lncc(moving, fixed, { algorithm: 'fused', maskTensor: negative }),
      () => tf.grad((image) => lncc(image, fixed, { algorithm: 'fused', maskTensor: negative }))(moving),
    ];
    for (const attempt of attempts) {
      const before = tf.memory();
      expect(attempt).toThrow();
      expect(tf.memory().numTensors).toBe(before.numTensors);
      expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
    }
  });

  test.each(['banded', 'fused'] as const)('a refused second-order gradient leaves nothing behind: %s', (algorithm) => {
    const total = (map: tf.Tensor) =>
      tf.customGrad((image) => ({
        value: tf.sum(image as tf.Tensor),
        gradFunc: (upstream) => tf.mul(tf.ones(map.shape), upstream),
      }))(map);
    const before = tf.memory();
    const inner = (image: tf.Tensor) => tf.grad((a) => lncc(a, fixed, { algorithm, maskTensor: mask }))(image);
    expect(() => tf.grad((image) => total(inner(image)))(moving)).toThrow(/second-order/);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  test('the images passed in are not disposed', () => {
    expect([moving.isDisposed, fixed.isDisposed, mask.isDisposed]).toEqual([false, false, false]);
  });
});
