import type { Network } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { createTrainer } from '../../src/training/index.ts';
import { texture } from '../images.ts';

/** Segments that are computed once more on the way back give the same numbers bit for bit, and leave no tensor behind. */
export function checkRecompute(backend: string, network: Network, shape: readonly number[], timeout?: number): void {
  test(
    `${network.name} with recomputed segments on ${backend}`,
    async () => {
      const voxels = shape.reduce((product, length) => product * length, 1);
      const pair = { moving: texture(voxels, 1), fixed: texture(voxels, 2) };
      const options = { network, shape, backend, definition: { window: 5 } };
      const before = tf.memory().numTensors;
      const kept = await createTrainer(options);
      const again = await createTrainer({ ...options, recompute: true });
      expect(await again.evaluate(pair)).toEqual(await kept.evaluate(pair));
      const [expected, actual] = [await kept.gradients(pair), await again.gradients(pair)];
      for (const [name, values] of Object.entries(expected)) expect(actual[name], name).toEqual(values);
      const { numTensors } = tf.memory();
      for (let step = 0; step < 3; step++) {
        expect(await again.step(pair)).toEqual(await kept.step(pair));
        expect(tf.memory().numTensors).toBe(numTensors);
      }
      await Promise.all([kept.dispose(), again.dispose()]);
      expect(tf.memory().numTensors).toBe(before);
    },
    timeout,
  );
}
