import { createWindow } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lncc } from '../src/index.ts';
import { createGrid } from '../src/window-sums/grid.ts';
import { windowSumsBy } from '../src/window-sums/index.ts';
import { hasTfjsNode, useBackend } from './backend.ts';
import { imagePair, relativeError, texture } from './images.ts';

/** The backend of tfjs-node, and the attributes it is given. */
interface Native {
  executeSingleOutput(
    operation: string,
    attributes: { name: string; value: unknown }[],
    inputs: tf.Tensor[],
  ): tf.Tensor;
}

/** The module with what it knows of backends forgotten. */
const freshModule = (): Promise<typeof import('../src/window-sums/grouped-convolution.ts')> => {
  vi.resetModules();
  return import('../src/window-sums/grouped-convolution.ts');
};

describe.runIf(hasTfjsNode)('grouped convolutions of TensorFlow', () => {
  let native: Native;
  let carriedOut: Native['executeSingleOutput'];
  beforeAll(async () => {
    await useBackend('tensorflow');
    native = tf.backend() as unknown as Native;
  });
  beforeEach(() => {
    carriedOut = native.executeSingleOutput.bind(native);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('the CPU has none: it is asked once, and nothing is left behind', async () => {
    const { hasGroupedConvolution } = await freshModule();
    const spy = vi.spyOn(native, 'executeSingleOutput');
    const { numTensors } = tf.memory();
    expect(hasGroupedConvolution()).toBe(false);
    expect(hasGroupedConvolution()).toBe(false);
    expect(spy.mock.calls.filter(([operation]) => operation === 'Conv3D').length).toBe(1);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  test('a kernel that ignores the groups is not taken for one', async () => {
    const { hasGroupedConvolution } = await freshModule();
    vi.spyOn(native, 'executeSingleOutput').mockImplementation((operation, attributes, inputs) =>
      operation === 'Conv3D' ? tf.ones([1, 2, 1, 1, 2]) : carriedOut(operation, attributes, inputs),
    );
    expect(hasGroupedConvolution()).toBe(false);
  });

  test('no other backend is asked', async () => {
    const { hasGroupedConvolution } = await freshModule();
    await useBackend('cpu');
    expect(hasGroupedConvolution()).toBe(false);
    await useBackend('tensorflow');
  });

  /** What TensorFlow's kernel for GPUs computes, one group after the other by the kernel of the CPU. */
  function groupedConv3d(attributes: { name: string; value: unknown }[], [volumes, filter]: tf.Tensor[]): tf.Tensor {
    const given = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
    expect(given).toMatchObject({ padding: 'SAME', data_format: 'NCDHW', strides: [1, 1, 1, 1, 1] });
    const [batch = 1, channels = 1, depth = 1, height = 1, width = 1] = volumes?.shape ?? [];
    const [, , , perGroup = 1, outputs = 1] = filter?.shape ?? [];
    expect([batch, perGroup, outputs]).toEqual([1, 1, channels]);
    const sums = tf.split(volumes as tf.Tensor, channels, 1).map((volume, channel) => {
      const weights = tf.split(filter as tf.Tensor5D, channels, 4)[channel] as tf.Tensor5D;
      const image: tf.Tensor5D = tf.reshape(volume, [1, depth, height, width, 1]);
      return tf.reshape(tf.conv3d(image, weights, 1, 'same'), [1, 1, depth, height, width]);
    });
    return tf.concat(sums, 1);
  }

  describe('where there is one', () => {
    const calls: number[] = [];
    /** The package with a backend that has the kernel. */
    const onGpu = async () => {
      calls.length = 0;
      vi.spyOn(native, 'executeSingleOutput').mockImplementation((operation, attributes, inputs) => {
        if (operation !== 'Conv3D' || !attributes.some(({ value }) => value === 'NCDHW')) {
          return carriedOut(operation, attributes, inputs);
        }
        calls.push(inputs[0]?.shape[1] ?? 0);
        return tf.tidy(() => groupedConv3d(attributes, inputs));
      });
      vi.resetModules();
      return {
        ...(await import('../src/index.ts')),
        ...(await import('../src/window-sums/index.ts')),
      };
    };

    test('Algorithm 2 is one of them for all maps: loss and gradients are those of the reference', async () => {
      const { lncc } = await onGpu();
      const { movingTensor, fixedTensor, reference } = imagePair([1, 6, 7, 5, 1]);
      const options = { window: 3, algorithm: 'grouped' } as const;
      const before = tf.memory().numTensors;
      const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) => lncc(a, b, options))([
        movingTensor,
        fixedTensor,
      ]);
      // The probe, five maps down, three up for the moving image and two more for the fixed one.
      expect(calls).toEqual([2, 5, 3, 2]);
      expect(tf.memory().numTensors - before).toBe(3);
      const expected = reference({ window: 3 });
      expect(Math.abs((value.dataSync()[0] ?? 0) - expected.loss)).toBeLessThan(2e-6);
      expect(relativeError(grads[0]?.dataSync() ?? [], expected.gradients.moving)).toBeLessThan(2e-5);
      expect(relativeError(grads[1]?.dataSync() ?? [], expected.gradients.fixed)).toBeLessThan(2e-5);
    });

    test('window sums of batches, channels and two axes are the same, and so are gradients through them', async () => {
      const { windowSumsBy: fresh } = await onGpu();
      const window = createWindow([
        [1, 2, 1],
        [1, 2, 3, 2, 1],
      ]);
      const grid = createGrid([6, 7], window);
      const maps = [3, 4].map((seed) => tf.tensor(texture(2 * 3 * 42, seed), [2, 3, 42]));
      const total = (sums: (maps: tf.Tensor[]) => tf.Tensor[]) => (first: tf.Tensor) => {
        const [a, b] = sums([first, maps[1] as tf.Tensor]) as [tf.Tensor, tf.Tensor];
        return tf.sum(tf.mul(tf.square(a), b));
      };
      const actual = tf.valueAndGrad(total((list) => fresh.grouped(list, grid)))(maps[0] as tf.Tensor);
      const expected = tf.valueAndGrad(total((list) => windowSumsBy.separable(list, grid)))(maps[0] as tf.Tensor);
      expect(calls).toEqual([2, 12, 12]);
      expect(relativeError(actual.value.dataSync(), expected.value.dataSync())).toBeLessThan(1e-6);
      expect(relativeError(actual.grad.dataSync(), expected.grad.dataSync())).toBeLessThan(1e-6);
    });
  });

  test('where there is none, Algorithm 2 stacks its maps', () => {
    const { movingTensor, fixedTensor, reference } = imagePair([1, 6, 7, 5, 1]);
    const loss = lncc(movingTensor, fixedTensor, { window: 3, algorithm: 'grouped' }).dataSync()[0] ?? 0;
    expect(Math.abs(loss - reference({ window: 3 }).loss)).toBeLessThan(2e-6);
  });
});
