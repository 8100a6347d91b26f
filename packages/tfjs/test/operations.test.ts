import { createWindow, resolveDefinition } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import '../src/fused/index.ts';
import { lncc } from '../src/index.ts';
import { createOperations } from '../src/operations.ts';
import { algorithms, windowSumsAlgorithms } from '../src/options.ts';
import { testBackends, useBackend } from './backend.ts';
import { imagePair, texture } from './images.ts';

const values = (tensor: tf.Tensor) => Array.from(tensor.dataSync());

describe.each(testBackends)('verbs on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  const definition = resolveDefinition({ window: 3 }, [2, 3, 4, 5]);
  const operations = createOperations(definition, 'separable');
  const special = () =>
    tf.tensor([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0, 2], [1, 1, 6]);

  test('maximum and minimum keep NaN', () => {
    expect(values(operations.maximum(special(), 0))).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 0, 0, 0, 2]);
    expect(values(operations.minimum(special(), 1))).toEqual([Number.NaN, 1, Number.NEGATIVE_INFINITY, -1, 0, 1]);
  });

  test('selections are 0 where the test is NaN, and keep a NaN that is not chosen from leaking', () => {
    expect(values(operations.whereAbove(special(), 0, 1))).toEqual([0, 1, 0, 0, 0, 1]);
    expect(values(operations.whereAtMost(special(), 0, 3))).toEqual([0, 0, 3, 3, 3, 0]);
    const test = tf.tensor([0, 1, 0, 1, 1, 1], [1, 1, 6]);
    expect(values(operations.whereAbove(test, 0, special()))).toEqual([0, Number.POSITIVE_INFINITY, 0, -1, 0, 2]);
  });

  test('selections broadcast between a field and a full map', () => {
    const field = operations.field([Float64Array.of(0, 1), Float64Array.of(1, 1, 0)]);
    const map = tf.reshape(tf.range(1, 13), [2, 1, 6]);
    expect(values(field)).toEqual([0, 0, 0, 1, 1, 0]);
    expect(values(operations.whereAbove(field, 0, map))).toEqual([0, 0, 0, 4, 5, 0, 0, 0, 0, 10, 11, 0]);
  });

  test('image means are per sample and channel, and broadcast back', () => {
    const map = tf.reshape(tf.range(0, 120), [2, 3, 20]);
    const means = operations.imageMean(map);
    expect(means.shape).toEqual([2, 3, 1]);
    expect(values(means)).toEqual([9.5, 29.5, 49.5, 69.5, 89.5, 109.5]);
    expect(values(operations.imageMean(operations.subtract(map, means)))).toEqual([0, 0, 0, 0, 0, 0]);
    const single = createOperations(resolveDefinition({ window: 3 }, [1, 1, 4, 5]), 'separable');
    expect(single.imageMean(tf.reshape(tf.range(0, 20), [1, 1, 20])).shape).toEqual([]);
    expect(values(operations.sumChannels(map)).slice(0, 3)).toEqual([60, 63, 66]);
  });

  test('sums over many voxels keep float32 precision', () => {
    const spatial = [64, 64, 64];
    const large = createOperations(resolveDefinition({ window: 3 }, [1, 1, ...spatial]), 'separable');
    const array = texture(64 ** 3, 7);
    const exact = array.reduce((sum, value) => sum + value, 0);
    const map = tf.tensor(array, [1, 1, array.length]);
    expect(Math.abs((values(large.sum(map))[0] ?? 0) / exact - 1)).toBeLessThan(3e-7);
    expect(Math.abs(((values(large.mean(map))[0] ?? 0) * array.length) / exact - 1)).toBeLessThan(3e-7);
    expect(Math.abs(((values(large.imageMean(map))[0] ?? 0) * array.length) / exact - 1)).toBeLessThan(3e-7);
  });

  test('release frees exactly the maps it is given', () => {
    const [kept, freed] = [tf.ones([1, 1, 4]), tf.ones([1, 1, 4])];
    operations.release?.([freed]);
    expect([kept.isDisposed, freed.isDisposed]).toEqual([false, true]);
  });

  test('the argument of a window sum is not consumed', () => {
    for (const algorithm of windowSumsAlgorithms) {
      const map = tf.ones([2, 3, 20]);
      createOperations(definition, algorithm).windowSums(
        [map],
        createWindow([
          [1, 1, 1],
          [1, 1, 1],
        ]),
      );
      expect(values(map)[0]).toBe(1);
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    '%s in an image is visible in the loss of every algorithm',
    (bad) => {
      for (const algorithm of algorithms) {
        const { moving, fixedTensor } = imagePair([1, 5, 6, 7, 1]);
        moving[40] = bad;
        for (const options of [{}, { border: 'count' }, { stabilizer: { clampScore: [0, 1] as const } }] as const) {
          const loss = lncc(tf.tensor(moving, [1, 5, 6, 7, 1]), fixedTensor, { window: 3, algorithm, ...options });
          expect(Number.isFinite(loss.dataSync()[0])).toBe(false);
        }
      }
    },
  );

  test('at rank 5 nothing runs but convolutions and reshapes: other kernels are wrong there on some backends', async () => {
    for (const algorithm of windowSumsAlgorithms) {
      for (const options of [
        { window: 3 },
        { window: 3, channels: 'together', border: 'valid', score: 'signed' },
      ] as const) {
        const shape = [2, 5, 6, 7, 2];
        const [moving, fixed] = [tf.randomUniform(shape), tf.randomUniform(shape)];
        const run = () =>
          tf.grads((a: tf.Tensor, b: tf.Tensor) => lncc(a, b, { algorithm, ...options }))([moving, fixed]);
        const { kernels } = await tf.profile(run);
        const registered = new Set(tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName));
        const high = kernels.filter(({ inputShapes, outputShapes }) =>
          [...inputShapes, ...outputShapes].some((each) => (each?.length ?? 0) > 4),
        );
        const names = new Set(high.map(({ name }) => name).filter((name) => registered.has(name)));
        for (const allowed of ['Conv3D', 'Reshape', 'Identity']) names.delete(allowed);
        expect([...names]).toEqual([]);
      }
    }
  });
});
