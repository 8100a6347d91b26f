import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { hasRuntime } from '../../vitest/require-runtime.ts';
import { findTfjsNode, loadTfjsNode } from '../src/index.mjs';

const ready = hasRuntime('tfjs-node', findTfjsNode().missing);

describe.runIf(ready)('TensorFlow.js for Node, as set up', () => {
  test('it computes on the native backend', () => {
    const node = loadTfjsNode();
    expect(node.getBackend()).toBe('tensorflow');
    const image = node.tensor5d(
      Array.from({ length: 27 }, (_, index) => index),
      [1, 3, 3, 3, 1],
    );
    const sums = node.conv3d(image, node.ones<tf.Rank.R5>([3, 3, 3, 1, 1]), 1, 'same');
    // The window at the center holds 0 + … + 26, the one at the first corner 0 + 1 + 3 + 4 + 9 + 10 + 12 + 13.
    expect(sums.dataSync()[13]).toBe(351);
    expect(sums.dataSync()[0]).toBe(52);
  });

  test('its tensors and its backend are those of the tfjs-core that everybody else imports', () => {
    const node = loadTfjsNode();
    expect(tf.getBackend()).toBe('tensorflow');
    expect(node.ones([2])).toBeInstanceOf(tf.Tensor);
    expect(node.add).toBe(tf.add);
    expect(tf.engine()).toBe(node.engine());
  });

  test('what Node 23 has removed and the package calls is there', () => {
    const node = loadTfjsNode();
    const { values, indices } = node.topk(node.tensor1d([3, 1, 2]), 2);
    expect([...values.dataSync()]).toEqual([3, 2]);
    expect([...indices.dataSync()]).toEqual([0, 2]);
  });
});

test('a cache without it is told with the command that fills it', () => {
  const environment = { FAST_LNCC_CACHE: '/nowhere/at/all' };
  expect(findTfjsNode({ environment }).missing).toBe(
    `@tensorflow/tfjs-node is not set up: /nowhere/at/all/tensorflow-cpu-2.21.0-${process.platform}-${process.arch} does not ` +
      'hold the library of tensorflow-cpu 2.21.0. Run `npm run setup:tfjs`.',
  );
  expect(findTfjsNode({ gpu: true, environment }).missing).toContain('`npm run setup:tfjs -- --gpu`');
});
