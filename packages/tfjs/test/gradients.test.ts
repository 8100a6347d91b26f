import { evaluateReference, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import '../src/fused/index.ts';
import { lncc, prepareFixed } from '../src/index.ts';
import { backendAlgorithms, testBackends, useBackend } from './backend.ts';
import { imagePair, relativeError } from './images.ts';

const shape = [1, 8, 9, 7, 1];
const definition = { window: 5 };
let pair: ReturnType<typeof imagePair>;

describe.each(backendAlgorithms)('gradients on %s, %s', (backend, algorithm) => {
  const options = { ...definition, algorithm };
  beforeAll(() => useBackend(backend));
  beforeEach(() => {
    pair = imagePair(shape);
  });

  test('tf.grads gives the exact gradient to both images', () => {
    const expected = pair.reference(definition);
    const [moving, fixed] = tf.grads((a: tf.Tensor, b: tf.Tensor) => lncc(a, b, options))([
      pair.movingTensor,
      pair.fixedTensor,
    ]);
    expect(relativeError(moving?.dataSync() ?? [], expected.gradients.moving)).toBeLessThan(2e-5);
    expect(relativeError(fixed?.dataSync() ?? [], expected.gradients.fixed)).toBeLessThan(2e-5);
  });

  test('tf.valueAndGrads gives the loss with them, scaled by the upstream gradient', () => {
    const expected = pair.reference(definition, -2.5);
    const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) => lncc(a, b, options))(
      [pair.movingTensor, pair.fixedTensor],
      tf.scalar(-2.5),
    );
    expect(Math.abs((value.dataSync()[0] ?? 0) - expected.loss)).toBeLessThan(2e-6);
    expect(relativeError(grads[0]?.dataSync() ?? [], expected.gradients.moving)).toBeLessThan(2e-5);
    expect(relativeError(grads[1]?.dataSync() ?? [], expected.gradients.fixed)).toBeLessThan(2e-5);
  });

  test('the gradient to the fixed image alone', () => {
    const gradient = tf.grad((fixed) => lncc(pair.movingTensor, fixed, options))(pair.fixedTensor);
    expect(relativeError(gradient.dataSync(), pair.reference(definition).gradients.fixed)).toBeLessThan(2e-5);
  });

  test('the same tensor as both images gets the sum of both gradients', () => {
    const definition = { window: 5, stabilizer: { product: 0.1 } };
    const gradient = tf.grad((image) => lncc(image, image, { ...definition, algorithm }))(pair.movingTensor);
    const numeric = [0, 100, 251, 503].map((index) => {
      const at = (step: number) => {
        const changed = Float64Array.from(pair.moving);
        changed[index] = (changed[index] as number) + step;
        return changed;
      };
      return (referenceOf(at(1e-4), definition) - referenceOf(at(-1e-4), definition)) / 2e-4;
    });
    const values = gradient.dataSync();
    expect(
      relativeError(
        [0, 100, 251, 503].map((index) => values[index] as number),
        numeric,
      ),
    ).toBeLessThan(1e-4);
  });

  test('a map with an upstream map: reduction none', () => {
    const [value, upstream] = [
      lncc(pair.movingTensor, pair.fixedTensor, { ...options, reduction: 'none' }),
      tf.fill(shape, 0.5),
    ];
    expect(value.shape).toEqual(shape);
    const gradient = tf.grad((moving) => lncc(moving, pair.fixedTensor, { ...options, reduction: 'none' }))(
      pair.movingTensor,
      upstream,
    );
    const expected = pair.reference({ ...definition, reduction: 'sum' }, 0.5);
    expect(relativeError(gradient.dataSync(), expected.gradients.moving)).toBeLessThan(2e-5);
  });

  test('variableGrads reaches a trainable variable', () => {
    const variable = tf.variable(pair.movingTensor);
    const { value, grads } = tf.variableGrads(() => lncc(variable, pair.fixedTensor, options), [variable]);
    expect(Math.abs((value.dataSync()[0] ?? 0) - pair.reference(definition).loss)).toBeLessThan(2e-6);
    expect(
      relativeError(grads[variable.name]?.dataSync() ?? [], pair.reference(definition).gradients.moving),
    ).toBeLessThan(2e-5);
    variable.dispose();
  });

  test('works inside tidy, and two losses in one gradient add up', () => {
    const gradient = tf.tidy(() =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) => {
        const addLosses = tf.customGrad((x, y) => ({
          value: tf.add(x as tf.Tensor, y as tf.Tensor),
          gradFunc: (upstream) => [upstream, upstream],
        }));
        return addLosses(lncc(a, b, options), lncc(a, b, { window: 3, algorithm })) as tf.Scalar;
      })([pair.movingTensor, pair.fixedTensor]),
    );
    const [first, second] = [pair.reference(definition), pair.reference({ window: 3 })];
    const sum = first.gradients.moving.map((value, index) => value + (second.gradients.moving[index] as number));
    expect(relativeError(gradient[0]?.dataSync() ?? [], sum)).toBeLessThan(2e-5);
  });

  test('a gradient of the gradient is refused, naming the way out', () => {
    const inner = (moving: tf.Tensor) => tf.grad((image) => lncc(image, pair.fixedTensor, options))(moving);
    const outer = (moving: tf.Tensor) => sumOf(inner(moving));
    expect(() => tf.grad(outer)(pair.movingTensor)).toThrow(UnsupportedOptionError);
    expect(() => tf.grad(outer)(pair.movingTensor)).toThrow(/no second-order gradient.*before the outer tf\.grad/);
  });

  test('a gradient of the gradient to the upstream scale is refused too', () => {
    const outer = (scale: tf.Tensor) =>
      sumOf(tf.grad((image) => lncc(image, pair.fixedTensor, options))(pair.movingTensor, scale));
    expect(() => tf.grad(outer)(tf.scalar(2))).toThrow(UnsupportedOptionError);
  });

  test('an inner gradient that enters as a constant is right', () => {
    const step = tf.grad((image) => lncc(image, pair.fixedTensor, options))(pair.movingTensor);
    const gradient = tf.grad((moving) => {
      const constant = tf.grad((image) => lncc(image, pair.fixedTensor, options))(pair.movingTensor);
      expect(relativeError(constant.dataSync(), step.dataSync())).toBeLessThan(1e-7);
      return lncc(moving, pair.fixedTensor, options);
    })(tf.clone(pair.movingTensor));
    expect(relativeError(gradient.dataSync(), step.dataSync())).toBeLessThan(1e-7);
  });
});

describe.each(testBackends)('the number of window sums on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  beforeEach(() => {
    pair = imagePair(shape);
  });

  const count = async (run: () => tf.Tensor | tf.Tensor[]) => {
    const { kernels } = await tf.profile(() => run());
    const convolutions = kernels.filter(({ name }) => name === 'Conv3D');
    return convolutions.reduce((maps, { inputShapes }) => maps + (inputShapes[0]?.[0] ?? 0), 0);
  };
  const dense = { ...definition, algorithm: 'grouped' } as const;
  const loss = (moving: tf.Tensor, fixed: tf.Tensor) => lncc(moving, fixed, dense);

  test('is five for the loss', async () => {
    expect(await count(() => loss(pair.movingTensor, pair.fixedTensor))).toBe(5);
  });

  test('is three more for the gradient to one image', async () => {
    expect(await count(() => tf.grad((moving) => loss(moving, pair.fixedTensor))(pair.movingTensor))).toBe(5 + 3);
    expect(await count(() => tf.grad((fixed) => loss(pair.movingTensor, fixed))(pair.fixedTensor))).toBe(5 + 3);
  });

  test('is three more for a variable and a constant image', async () => {
    const variable = tf.variable(pair.movingTensor);
    const run = () =>
      Object.values(tf.variableGrads(() => loss(variable, pair.fixedTensor) as tf.Scalar, [variable]).grads);
    expect(await count(run)).toBe(5 + 3);
    variable.dispose();
  });

  test('is five more for both gradients', async () => {
    expect(await count(() => tf.grads(loss)([pair.movingTensor, pair.fixedTensor]))).toBe(5 + 5);
  });

  test('is three and three with a prepared fixed image', async () => {
    const prepared = prepareFixed(pair.fixedTensor, dense);
    expect(await count(() => tf.grad((moving) => lncc(moving, prepared, dense))(pair.movingTensor))).toBe(3 + 3);
    prepared.dispose();
  });

  test('Algorithm 1 takes one convolution per map, Algorithm 2 one for all', async () => {
    const convolutions = async (algorithm: 'sequential' | 'grouped') => {
      const run = () =>
        tf.grad((moving) => lncc(moving, pair.fixedTensor, { ...definition, algorithm }))(pair.movingTensor);
      const { kernels } = await tf.profile(run);
      return kernels.filter(({ name }) => name === 'Conv3D').length;
    };
    expect(await convolutions('sequential')).toBe(5 + 3);
    expect(await convolutions('grouped')).toBe(1 + 1);
  });
});

/** The sum as a scalar with a gradient, without the registered gradients that bare tfjs-core lacks. */
function sumOf(map: tf.Tensor): tf.Scalar {
  return tf.customGrad((image) => ({
    value: tf.sum(image as tf.Tensor),
    gradFunc: (upstream) => tf.mul(tf.ones(map.shape), upstream),
  }))(map) as tf.Scalar;
}

function referenceOf(image: Float64Array, definition: object): number {
  return evaluateReference({ moving: image, fixed: image, shape: [1, 1, ...shape.slice(1, -1)] }, definition).loss;
}
