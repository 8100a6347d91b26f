import { evaluateReference, type LnccDefinition, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { releaseFusedWebgpu } from '../src/fused-webgpu/index.ts';
import { keptRecorders } from '../src/fused-webgpu/recorders.ts';
import { type LnccOptions, lncc, prepareFixed } from '../src/index.ts';
import { tfjsDriver } from './driver.ts';
import { relativeError, texture } from './images.ts';

/** The kernels of `@fast-lncc/webgpu` in the buffers of the active webgpu backend. */
export function checkFusedWebgpu(name: string): void {
  describe(`fused on ${name}`, () => {
    const shape = [2, 2, 6, 7, 5];
    const images = { moving: texture(840, 3), fixed: texture(840, 4) };
    const mask = texture(840, 5);

    test.each<{ title: string; definition: LnccDefinition; masked?: boolean }>([
      { title: 'channels apart', definition: { window: 3 } },
      { title: 'channels together', definition: { window: [3, 5, 3], channels: 'together', border: 'count' } },
      { title: 'a map', definition: { window: 3, reduction: 'none' } },
      {
        title: 'a mask of the moments',
        definition: { window: 3, border: 'count', mask: { moments: true } },
        masked: true,
      },
    ])('gives loss and gradients of the float64 reference: $title', async ({ definition, masked }) => {
      const request = { ...images, ...(masked ? { mask } : {}) };
      const evaluator = await tfjsDriver(name, ['fused']).create({ definition, shape, algorithm: 'fused' });
      const { loss, map, gradients } = await evaluator.evaluate({ ...request, gradients: 'both' });
      const expected = evaluateReference({ ...request, shape }, definition);
      expect(Math.abs(loss - expected.loss) / Math.max(1, Math.abs(expected.loss))).toBeLessThan(2e-6);
      if (expected.map) expect(relativeError(map ?? [], expected.map)).toBeLessThan(2e-5);
      for (const image of ['moving', 'fixed'] as const) {
        expect(relativeError(gradients[image] ?? [], expected.gradients[image])).toBeLessThan(2e-5);
      }
    });

    test('a mask is spread over samples and channels, and scaled by what comes from above', async () => {
      const options: LnccOptions = {
        window: 3,
        algorithm: 'fused',
        maskTensor: tf.tensor(mask.slice(0, 210), [1, 6, 7, 5, 1]),
      };
      const toTensor = (values: Float32Array) => tf.transpose(tf.tensor(values, shape), [0, 2, 3, 4, 1]);
      const gradient = (algorithm: 'fused' | 'separable') => {
        const loss = (image: tf.Tensor) => lncc(image, toTensor(images.fixed), { ...options, algorithm });
        return tf.grad(loss)(toTensor(images.moving), tf.scalar(-3)).data();
      };
      expect(relativeError(await gradient('fused'), await gradient('separable'))).toBeLessThan(2e-5);
    });

    test('operations before and after see its tensors, and none is left behind', async () => {
      const moving = tf.variable(tf.tensor(texture(512, 6), [1, 8, 8, 8, 1]));
      const fixed = prepareFixed(tf.tensor(texture(512, 7), [1, 8, 8, 8, 1]), { window: 3, algorithm: 'fused' });
      const optimizer = tf.train.adam(0.05);
      const step = async () => {
        const loss = optimizer.minimize(() => lncc(moving, fixed, { window: 3, algorithm: 'fused' }), true, [
          moving,
        ]) as tf.Scalar;
        const [value = Number.NaN] = await loss.data();
        loss.dispose();
        return value;
      };
      const first = await step();
      const { numTensors } = tf.memory();
      let last = first;
      for (let count = 0; count < 4; count++) last = await step();
      expect(last).toBeLessThan(first);
      expect(tf.memory().numTensors).toBe(numTensors);
      fixed.dispose();
      tf.dispose(moving);
      optimizer.dispose();
    });

    test('scratch is kept for four definitions at most, and given back', async () => {
      const image = tf.tensor(texture(64, 8), [1, 8, 8, 1]);
      for (const product of [1, 2, 3, 4, 5]) {
        await lncc(image, image, { window: 3, algorithm: 'fused', stabilizer: { product } }).data();
      }
      expect(keptRecorders().length).toBe(4);
      releaseFusedWebgpu();
      expect(keptRecorders()).toEqual([]);
      const [loss = Number.NaN] = await lncc(image, image, { window: 3, algorithm: 'fused' }).data();
      expect(loss).toBeLessThan(-0.5);
      expect(() => lncc(image, image, { window: 3, algorithm: 'fused', threads: 2 })).toThrow(UnsupportedOptionError);
      image.dispose();
    });
  });
}
