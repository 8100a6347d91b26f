import { evaluateReference, type LnccDefinition, resolveDefinition, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { chooseAlgorithm, lncc } from '../src/index.ts';
import { windowSumsAlgorithms } from '../src/options.ts';
import { tfjsDriver } from './driver.ts';
import { relativeError, texture } from './images.ts';

/** What a backend on a GPU has to do beside the conformance suite, on the active one. */
export function checkGpuBackend(name: string): void {
  describe(`tfjs on ${name}`, () => {
    const shape = [2, 2, 6, 7, 5];
    const images = { moving: texture(840, 3), fixed: texture(840, 4) };
    const definitions: LnccDefinition[] = [{ window: 3 }, { window: [3, 5, 3], channels: 'together', border: 'count' }];

    test.each(windowSumsAlgorithms)('%s gives loss and gradients of the float64 reference', async (algorithm) => {
      for (const definition of definitions) {
        const evaluator = await tfjsDriver(name, [algorithm]).create({ definition, shape, algorithm });
        const { loss, gradients } = await evaluator.evaluate({ ...images, gradients: 'both' });
        const expected = evaluateReference({ ...images, shape }, definition);
        expect(Math.abs(loss - expected.loss)).toBeLessThan(2e-6);
        for (const image of ['moving', 'fixed'] as const) {
          expect(relativeError(gradients[image] ?? [], expected.gradients[image])).toBeLessThan(2e-5);
        }
      }
    });

    test('auto is separable, and fused is refused by name where no kernel takes its tensors', () => {
      expect(chooseAlgorithm(tf.getBackend(), resolveDefinition({ window: 21 }, [1, 1, 24, 24, 24]))).toBe('separable');
      if (tf.getBackend() === 'webgpu') return;
      const image = tf.ones([1, 8, 8, 1]);
      expect(() => lncc(image, image, { window: 3, algorithm: 'fused' })).toThrow(UnsupportedOptionError);
      expect(() => lncc(image, image, { window: 3, algorithm: 'fused' })).toThrow(`'${tf.getBackend()}'`);
      image.dispose();
    });

    test('descent on the image lowers the loss, and leaves no tensor behind', async () => {
      const fixed = tf.tensor(texture(512, 5), [1, 8, 8, 8, 1]);
      const moving = tf.variable(tf.tensor(texture(512, 6), [1, 8, 8, 8, 1]));
      const optimizer = tf.train.adam(0.05);
      const step = async () => {
        const loss = optimizer.minimize(() => lncc(moving, fixed, { window: 5 }), true, [moving]) as tf.Scalar;
        const [value = Number.NaN] = await loss.data();
        loss.dispose();
        return value;
      };
      const first = await step();
      const { numTensors } = tf.memory();
      for (let count = 0; count < 5; count++) expect(await step()).toBeLessThan(first);
      expect(tf.memory().numTensors).toBe(numTensors);
      optimizer.dispose();
      tf.dispose([moving, fixed]);
    });
  });
}
