import { UnsupportedOptionError } from '@fast-lncc/core';
import { voxelmorphNetwork } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { createTensorLayers } from '../../src/training/index.ts';
import { useBackend } from '../backend.ts';
import { checkRecompute } from './check-recompute.ts';

beforeAll(() => useBackend('cpu'));

checkRecompute('cpu', voxelmorphNetwork('tiny', { encoder: [4], decoder: [4], extra: [4] }), [6, 8, 10]);

test('a gradient inside of another one is right, and is refused where it is differentiated', async () => {
  const layers = createTensorLayers({ recompute: true });
  const loss = (x: tf.Tensor) =>
    tf.sum(layers.segment([x], [], (inner, [map]) => inner.softsign(inner.gelu(map as tf.Tensor))));
  const map = tf.tensor([-1.5, -0.2, 0.4, 2], [1, 1, 1, 4, 1]);
  const alone = tf.grad(loss)(map);
  const factor = tf.ones(map.shape);
  const before = tf.memory().numTensors;
  const inside = tf.grad((y) => tf.sum(tf.mul(y, tf.grad(loss)(map))))(factor);
  expect(await inside.data()).toEqual(await alone.data());
  expect(Math.min(...(await alone.data()).map(Math.abs))).toBeGreaterThan(1e-3);
  inside.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(() => tf.grad((x) => tf.sum(tf.grad(loss)(x)))(map)).toThrow(UnsupportedOptionError);
  tf.dispose([map, alone, factor]);
});
