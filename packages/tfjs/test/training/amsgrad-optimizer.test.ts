import { readGoldenPiece } from '@fast-lncc/conformance/golden';
import { InvalidDataError, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { AmsgradOptimizer } from '../../src/training/index.ts';

beforeAll(() => tf.setBackend('cpu'));

const scalarLoss = (variable: tf.Variable) => () => tf.sum(tf.square(tf.sub(variable, [3, -1]))) as tf.Scalar;

describe('six steps with given gradients, as PyTorch takes them', () => {
  for (const [piece, name] of [
    ['adam', 'adam'],
    ['adam_amsgrad', 'amsgrad'],
  ] as const) {
    test(name, async () => {
      const { start, gradients = [], params = [] } = await readGoldenPiece(piece);
      const variable = tf.variable(tf.tensor1d([...(start?.data ?? [])]));
      const optimizer = new AmsgradOptimizer({ name, learningRate: 1e-4 });
      gradients.forEach(({ data }, index) => {
        const gradient = tf.tensor1d([...data]);
        optimizer.applyGradients({ [variable.name]: gradient });
        gradient.dispose();
        const after = variable.dataSync();
        // One unit in the last place of these parameters is 6e-8; a step moves them by 1e-4.
        params[index]?.data.forEach((value, at) => {
          expect(Math.abs((after[at] ?? Number.NaN) - value)).toBeLessThan(2e-7);
        });
      });
      expect(optimizer.iterations).toBe(6);
      optimizer.dispose();
      variable.dispose();
    });
  }
});

describe('the optimizer', () => {
  test('minimizes, with as many tensors after a step as before, and frees them all', () => {
    const before = tf.memory().numTensors;
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([0, 0])));
    const optimizer = new AmsgradOptimizer({ learningRate: 0.3 });
    optimizer.minimize(scalarLoss(variable), false, [variable]);
    const { numTensors } = tf.memory();
    for (let step = 0; step < 80; step++) {
      optimizer.minimize(scalarLoss(variable), true, [variable])?.dispose();
      expect(tf.memory().numTensors).toBe(numTensors);
    }
    const [first = 0, second = 0] = variable.dataSync();
    expect(Math.abs(first - 3)).toBeLessThan(0.05);
    expect(Math.abs(second + 1)).toBeLessThan(0.05);
    optimizer.dispose();
    variable.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('leaves a variable that has no gradient alone, and keeps moments by name', () => {
    const [a, b] = [tf.variable(tf.tensor1d([0, 0])), tf.variable(tf.tensor1d([0, 0]))];
    const apart = [new AmsgradOptimizer(), new AmsgradOptimizer()] as const;
    const together = new AmsgradOptimizer();
    const [c, d] = [tf.variable(tf.tensor1d([0, 0])), tf.variable(tf.tensor1d([0, 0]))];
    apart[0].minimize(scalarLoss(a), false, [a]);
    apart[1].minimize(scalarLoss(b), false, [b]);
    apart[1].minimize(scalarLoss(b), false, [b]);
    together.applyGradients([
      { name: c.name, tensor: tf.tensor1d([-6, 2]) },
      { name: d.name, tensor: tf.tensor1d([-6, 2]) },
    ]);
    expect([...c.dataSync()]).toEqual([...a.dataSync()]);
    together.minimize(scalarLoss(d), false, [d]);
    expect([...d.dataSync()]).toEqual([...b.dataSync()]);
    expect([...c.dataSync()]).toEqual([...a.dataSync()]);
    for (const optimizer of [...apart, together]) optimizer.dispose();
    tf.dispose([a, b, c, d]);
  });

  test('goes on from its weights and configuration bit for bit', async () => {
    const [a, b] = [tf.variable(tf.tensor1d([0, 0.5])), tf.variable(tf.tensor1d([7, 7]))];
    const first = new AmsgradOptimizer({ learningRate: 0.1, firstDecay: 0.8 });
    for (let step = 0; step < 3; step++) first.minimize(scalarLoss(a), false, [a]);
    const weights = await first.getWeights();
    expect(weights.map(({ name }) => name)).toEqual([
      'iter',
      `${a.name}/firstMoment`,
      `${a.name}/secondMoment`,
      `${a.name}/largestSecondMoment`,
    ]);
    const second = AmsgradOptimizer.fromConfig(AmsgradOptimizer as never, first.getConfig()) as AmsgradOptimizer;
    await second.setWeights(weights);
    b.assign(a);
    expect((await second.getWeights()).map(({ tensor }) => [...tensor.dataSync()])).toEqual(
      weights.map(({ tensor }) => [...tensor.dataSync()]),
    );
    for (const [optimizer, variable] of [
      [first, a],
      [second, b],
    ] as const) {
      optimizer.minimize(scalarLoss(variable), false, [variable]);
    }
    expect([...b.dataSync()]).toEqual([...a.dataSync()]);
    expect(second.iterations).toBe(4);
    for (const optimizer of [first, second]) optimizer.dispose();
    tf.dispose([a, b]);
  });

  test('takes another learning rate between steps', () => {
    const variable = tf.variable(tf.tensor1d([0, 0]));
    const optimizer = new AmsgradOptimizer({ learningRate: 0.1 });
    optimizer.learningRate = 0;
    optimizer.minimize(scalarLoss(variable), false, [variable]);
    expect([...variable.dataSync()]).toEqual([0, 0]);
    optimizer.learningRate = Number.NaN;
    expect(() => optimizer.minimize(scalarLoss(variable), false, [variable])).toThrow(UnsupportedOptionError);
    optimizer.dispose();
    variable.dispose();
  });

  test('refuses a state that is none', async () => {
    const optimizer = new AmsgradOptimizer();
    const weights = [{ name: 'iter', tensor: tf.scalar(3, 'int32') }, ...(await optimizer.getWeights())];
    await expect(optimizer.setWeights(weights)).rejects.toThrow(InvalidDataError);
    await expect(optimizer.setWeights([])).rejects.toThrow('0 tensors are no state of amsgrad');
  });
});
