import type { LnccDefinition } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import '../src/fused/index.ts';
import { type LnccOptions, lncc, prepareFixed } from '../src/index.ts';
import { backendAlgorithms, useBackend } from './backend.ts';
import { imagePair, relativeError } from './images.ts';

const shape = [1, 8, 9, 7, 1];
const definitions: { name: string; definition: LnccDefinition }[] = [
  { name: 'the default definition', definition: { window: 5 } },
  { name: 'explicit centers', definition: { window: 5, center: [0.1, 0.3] } },
  { name: 'border count, not centered', definition: { window: 5, border: 'count', center: 'none' } },
  {
    name: 'another kernel and score',
    definition: { window: 5, kernel: 'gaussian', score: 'signed', unit: 'mean', stabilizer: { varianceAdd: 1e-5 } },
  },
];

describe.each(backendAlgorithms)('prepared fixed images on %s, %s', (backend, algorithm) => {
  let pair: ReturnType<typeof imagePair>;
  beforeAll(() => useBackend(backend));
  beforeEach(() => {
    pair = imagePair(shape);
  });

  test.each(definitions)('give the same loss and gradient: $name', ({ definition }) => {
    const options = { ...definition, algorithm };
    const prepared = prepareFixed(pair.fixedTensor, options);
    const expected = pair.reference(definition);
    const { value, grad } = tf.valueAndGrad((moving) => lncc(moving, prepared, options))(pair.movingTensor);
    expect(Math.abs((value.dataSync()[0] ?? 0) - expected.loss)).toBeLessThan(2e-6);
    expect(relativeError(grad.dataSync(), expected.gradients.moving)).toBeLessThan(2e-5);
    prepared.dispose();
  });

  test('survive the disposal of the image they were made from, and other algorithms may use them', () => {
    const prepared = prepareFixed(pair.fixedTensor, { window: 5, algorithm });
    pair.fixedTensor.dispose();
    for (const other of ['separable', 'banded', 'fused'] as const) {
      const loss = lncc(pair.movingTensor, prepared, { window: 5, algorithm: other }).dataSync()[0] ?? 0;
      expect(Math.abs(loss - pair.reference({ window: 5 }).loss)).toBeLessThan(2e-6);
    }
    prepared.dispose();
  });

  test('carry a moment mask, which later calls may repeat or leave out', () => {
    const maskTensor = tf.cast(tf.greater(pair.movingTensor, 0.4), 'float32');
    const options: LnccOptions = { window: 5, algorithm, border: 'count', mask: { moments: true }, maskTensor };
    const expected = lncc(pair.movingTensor, pair.fixedTensor, options).dataSync()[0] ?? 0;
    const prepared = prepareFixed(pair.fixedTensor, options);
    const { maskTensor: _, ...withoutMask } = options;
    expect(lncc(pair.movingTensor, prepared, options).dataSync()[0]).toBeCloseTo(expected, 6);
    expect(lncc(pair.movingTensor, prepared, withoutMask).dataSync()[0]).toBeCloseTo(expected, 6);
    prepared.dispose();
  });

  test('take a mask of the score per call', () => {
    const maskTensor = tf.greater(pair.movingTensor, 0.4);
    const options = { window: 5, algorithm };
    const prepared = prepareFixed(pair.fixedTensor, options);
    const expected = lncc(pair.movingTensor, pair.fixedTensor, { ...options, maskTensor }).dataSync()[0] ?? 0;
    expect(lncc(pair.movingTensor, prepared, { ...options, maskTensor }).dataSync()[0]).toBeCloseTo(expected, 6);
    prepared.dispose();
  });

  test('are constants: asking for a gradient to the image they were made from is an error of TensorFlow.js', () => {
    const prepared = prepareFixed(pair.fixedTensor, { algorithm });
    expect(() => tf.grad(() => lncc(pair.movingTensor, prepared, { algorithm }))(pair.fixedTensor)).toThrow(
      /Cannot compute gradient/,
    );
    prepared.dispose();
  });
});

test.each(['banded', 'fused'] as const)('a prepared image follows to another backend: %s', async (algorithm) => {
  await useBackend('cpu');
  const { fixedTensor, movingTensor, reference } = imagePair(shape);
  const prepared = prepareFixed(fixedTensor, { window: 5, algorithm });
  await useBackend('wasm');
  const loss = lncc(movingTensor, prepared, { window: 5, algorithm }).dataSync()[0] ?? 0;
  expect(Math.abs(loss - reference({ window: 5 }).loss)).toBeLessThan(2e-6);
  prepared.dispose();
});
