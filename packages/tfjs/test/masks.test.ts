import { evaluateReference } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import '../src/fused/index.ts';
import { lncc } from '../src/index.ts';
import { backendAlgorithms, useBackend } from './backend.ts';
import { imagePair, relativeError, texture } from './images.ts';

describe.each(backendAlgorithms)('mask tensors on %s, %s', (backend, algorithm) => {
  beforeAll(() => useBackend(backend));
  const shape = [2, 6, 7, 1];
  const [batch, channels, height, width] = [2, 3, 6, 7];
  const voxels = height * width;

  test.each(['float32', 'int32', 'bool'] as const)('of dtype %s weigh the score', (dtype) => {
    const { movingTensor, fixedTensor, moving, fixed } = imagePair(shape);
    const ones = Array.from({ length: batch * voxels }, (_, index) => (index % 3 === 0 ? 0 : 1));
    const expected = evaluateReference(
      { moving, fixed, mask: ones, shape: [batch, 1, height, width] },
      { window: 3 },
    ).loss;
    const maskTensor = tf.tensor(ones, shape, dtype);
    expect(
      Math.abs((lncc(movingTensor, fixedTensor, { window: 3, algorithm, maskTensor }).dataSync()[0] ?? 0) - expected),
    ).toBeLessThan(2e-6);
  });

  test.each([
    { name: 'batch', maskShape: [1, height, width, channels] },
    { name: 'channels', maskShape: [batch, height, width, 1] },
    { name: 'both', maskShape: [1, height, width, 1] },
  ])('with 1 for $name hold for all of them', ({ maskShape }) => {
    const size = batch * voxels * channels;
    const [moving, fixed] = [texture(size, 3), texture(size, 4)];
    const mask = tf.tensor(
      texture(
        maskShape.reduce((a, b) => a * b),
        5,
      ),
      maskShape,
    );
    const full = tf.broadcastTo(mask, [batch, height, width, channels]);
    const first = (image: tf.Tensor) => tf.transpose(image, [0, 3, 1, 2]).dataSync();
    const images = [tf.tensor(moving, full.shape), tf.tensor(fixed, full.shape)] as const;
    const definition = { window: 3, border: 'count', mask: { moments: true } } as const;
    const expected = evaluateReference(
      { moving: first(images[0]), fixed: first(images[1]), mask: first(full), shape: [batch, channels, height, width] },
      definition,
    );
    const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) =>
      lncc(a, b, { ...definition, algorithm, maskTensor: mask }),
    )([...images]);
    expect(Math.abs((value.dataSync()[0] ?? 0) - expected.loss)).toBeLessThan(2e-6);
    expect(relativeError(first(grads[0] as tf.Tensor), expected.gradients.moving)).toBeLessThan(2e-5);
    expect(relativeError(first(grads[1] as tf.Tensor), expected.gradients.fixed)).toBeLessThan(2e-5);
  });

  test('of zeros give the loss 0 and no gradient, because their values are not read back', () => {
    const { movingTensor, fixedTensor } = imagePair(shape);
    const maskTensor = tf.zeros(shape);
    const { value, grad } = tf.valueAndGrad((moving) =>
      lncc(moving, fixedTensor, { window: 3, algorithm, maskTensor }),
    )(movingTensor);
    expect(Math.abs(value.dataSync()[0] ?? Number.NaN)).toBe(0);
    expect(Array.from(grad.dataSync()).every((element) => element === 0)).toBe(true);
  });
});
