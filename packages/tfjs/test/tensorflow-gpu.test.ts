import { resolveDefinition } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import '../src/fused/index.ts';
import { chooseAlgorithm } from '../src/index.ts';

test('auto takes nothing measured on a CPU where TensorFlow computes on a GPU', () => {
  const volume = resolveDefinition({}, [1, 1, 80, 96, 112]);
  const gpu = { isUsingGpuDevice: true, dispose: () => {} } as unknown as tf.KernelBackend;
  expect(chooseAlgorithm('tensorflow', volume)).toBe('fused');
  tf.registerBackend('tensorflow', () => gpu);
  expect(chooseAlgorithm('tensorflow', volume)).toBe('separable');
  expect(chooseAlgorithm('cpu', volume)).toBe('fused');
  tf.removeBackend('tensorflow');
});
