import { resolveDefinition } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { chooseAlgorithm, lncc } from '../src/index.ts';
import { testBackends, useBackend } from './backend.ts';
import { imagePair } from './images.ts';

const resolved = (window: number | number[], spatial: number[]) => resolveDefinition({ window }, [1, 1, ...spatial]);

describe('auto', () => {
  test('takes band matrices on wasm, but not for axes that are long against the window', () => {
    expect(chooseAlgorithm('wasm', resolved(9, [160, 192, 224]))).toBe('banded');
    expect(chooseAlgorithm('wasm', resolved(9, [80, 96, 112]))).toBe('banded');
    expect(chooseAlgorithm('wasm', resolved(3, [2048, 2048]))).toBe('separable');
  });

  test('takes separable convolutions on cpu unless the window is nearly as long as the axes', () => {
    expect(chooseAlgorithm('cpu', resolved(9, [160, 192, 224]))).toBe('separable');
    expect(chooseAlgorithm('cpu', resolved(21, [24, 24, 24]))).toBe('banded');
  });

  test('takes band matrices on tensorflow too', () => {
    expect(chooseAlgorithm('tensorflow', resolved(9, [160, 192, 224]))).toBe('banded');
    expect(chooseAlgorithm('tensorflow', resolved(9, [80, 96, 112]))).toBe('banded');
    expect(chooseAlgorithm('tensorflow', resolved(3, [2048, 2048]))).toBe('separable');
  });

  test('counts only axes that have a window', () => {
    expect(chooseAlgorithm('wasm', resolved([1, 9], [100_000, 64]))).toBe('banded');
    expect(chooseAlgorithm('wasm', resolved([9, 1], [100_000, 64]))).toBe('separable');
  });

  test('takes separable convolutions on backends that have not been measured', () => {
    for (const backend of ['webgl', 'webgpu', 'toString', '']) {
      expect(chooseAlgorithm(backend, resolved(9, [24, 24, 24]))).toBe('separable');
      expect(chooseAlgorithm(backend, resolved(21, [24, 24, 24]))).toBe('separable');
    }
  });

  describe.each(testBackends)('on %s', (backend) => {
    beforeAll(() => useBackend(backend));

    test('is what lncc does without an option, and gives the loss of the algorithm it names', async () => {
      const { movingTensor, fixedTensor } = imagePair([1, 12, 12, 12, 1]);
      const chosen = chooseAlgorithm(backend, resolved(5, [12, 12, 12]));
      const kernelsOf = async (run: () => tf.Tensor) => (await tf.profile(() => run())).kernels.map(({ name }) => name);
      const automatic = await kernelsOf(() => lncc(movingTensor, fixedTensor, { window: 5 }));
      expect(automatic).toEqual(
        await kernelsOf(() => lncc(movingTensor, fixedTensor, { window: 5, algorithm: 'auto' })),
      );
      expect(automatic).toEqual(
        await kernelsOf(() => lncc(movingTensor, fixedTensor, { window: 5, algorithm: chosen })),
      );
      expect(automatic.includes('BatchMatMul')).toBe(chosen === 'banded');
      expect(automatic.includes('Conv3D')).toBe(chosen === 'separable');
    });
  });
});
