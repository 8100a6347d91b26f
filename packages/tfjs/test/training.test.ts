import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import '../src/fused/index.ts';
import { lncc, prepareFixed } from '../src/index.ts';
import { backendAlgorithms, useBackend } from './backend.ts';

const trained = backendAlgorithms.filter(([backend]) => backend !== 'wasm');

/** Training as users do it: the whole of `@tensorflow/tfjs`, its registered gradients and optimizers. */
describe.each(trained)('training with @tensorflow/tfjs on %s, %s', (backend, algorithm) => {
  beforeAll(() => useBackend(backend));

  const length = 24;
  const blobs = (shift: number) =>
    tf.tidy(() => {
      const axis = tf.range(0, length);
      const bump = (center: number, width: number) =>
        tf.exp(tf.neg(tf.square(tf.div(tf.sub(axis, center + shift), width))));
      const row = tf.add(tf.add(bump(8, 2), bump(15, 1.5)), tf.mul(0.3, bump(19, 1)));
      const column = tf.add(bump(10, 3), tf.mul(0.5, bump(17, 2)));
      return tf.reshape(tf.matMul(tf.reshape(column, [length, 1]), tf.reshape(row, [1, length])), [
        1,
        length,
        length,
        1,
      ]);
    });

  test('a displacement of rows and columns, minimized with Adam, aligns two images', () => {
    const [moving, fixed] = [blobs(0), blobs(1.5)];
    const shift = tf.variable(tf.tensor1d([0.01]));
    const optimizer = tf.train.adam(0.1);
    const warped = () => tf.tidy(() => warpAxis(warpAxis(moving, shift, 1), shift, 2));
    const prepared = prepareFixed(fixed, { window: 7, algorithm });
    const losses: number[] = [];
    const before = tf.memory().numTensors;
    let moments = 0;
    for (let step = 0; step < 60; step++) {
      const loss = optimizer.minimize(() => lncc(warped(), prepared, { window: 7, algorithm }), true);
      losses.push(loss?.dataSync()[0] ?? Number.NaN);
      loss?.dispose();
      // Adam's moments of one variable.
      if (step === 0) moments = tf.memory().numTensors - before;
      expect(tf.memory().numTensors - before).toBe(moments);
    }
    expect(losses[0]).toBeCloseTo(-0.2175, 3);
    expect(losses.at(-1)).toBeCloseTo(-0.7045, 2);
    expect(shift.dataSync()[0]).toBeCloseTo(-1.5, 1);
    prepared.dispose();
  });

  test('a small convolutional network lowers the loss of its output', () => {
    const [moving, fixed] = [blobs(0), blobs(0.7)];
    const filters = [tf.variable(identityFilter(1, 4)), tf.variable(identityFilter(4, 1))] as const;
    const network = (image: tf.Tensor4D) => {
      const [first, second] = filters;
      return tf.conv2d(tf.leakyRelu(tf.conv2d(image, first, 1, 'same')), second, 1, 'same');
    };
    const optimizer = tf.train.adam(0.01);
    const loss = () => lncc(network(moving as tf.Tensor4D), fixed, { window: 5, algorithm });
    const first = tf.tidy(() => loss().dataSync()[0] ?? Number.NaN);
    const { grads } = tf.variableGrads(loss);
    expect(Object.keys(grads).length).toBe(2);
    for (let step = 0; step < 30; step++) optimizer.minimize(loss);
    const last = tf.tidy(() => loss().dataSync()[0] ?? Number.NaN);
    expect(first).toBeCloseTo(-0.4108, 3);
    expect(last).toBeCloseTo(-0.6939, 2);
    for (const filter of filters) filter.dispose();
  });
});

/** Moves an image along one axis by a number of voxels, linearly interpolated: a matrix of hat functions of the shift. */
function warpAxis(image: tf.Tensor, shift: tf.Tensor, axis: 1 | 2): tf.Tensor {
  const length = image.shape[axis] as number;
  const [target, source] = [tf.reshape(tf.range(0, length), [length, 1]), tf.reshape(tf.range(0, length), [1, length])];
  const hats = tf.relu(tf.sub(1, tf.abs(tf.sub(tf.add(target, shift), source))));
  const plane = tf.reshape(image, [image.shape[1] as number, image.shape[2] as number]);
  return tf.reshape(axis === 1 ? tf.matMul(hats, plane) : tf.matMul(plane, hats, false, true), image.shape);
}

/** A 3×3 filter that passes its input through, slightly disturbed so that training has something to do. */
function identityFilter(inputs: number, outputs: number): tf.Tensor4D {
  const size = 9 * inputs * outputs;
  const center = 4 * inputs * outputs;
  const values = Float32Array.from({ length: size }, (_, index) => {
    const inCenter = index >= center && index < center + inputs * outputs;
    return (inCenter ? 1 / inputs : 0) + 0.15 * Math.sin(index * 2.3 + inputs);
  });
  return tf.tensor4d(values, [3, 3, inputs, outputs]);
}
