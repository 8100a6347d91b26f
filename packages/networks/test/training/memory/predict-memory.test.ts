import { ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { lku4, lku8, tm, tmSmall, tmTiny, vm1, vm2 } from '../../../src/index.ts';
import { predictTrainingMemory } from '../../../src/training/index.ts';
import { measured } from './measured.ts';

const networks = { vm1, vm2, lku4, lku8, tmTiny, tmSmall, tm };

const predict = (options: Partial<Parameters<typeof predictTrainingMemory>[0]>) =>
  predictTrainingMemory({ network: vm1, shape: [80, 96, 112], ...options }, 'onnxruntime');

describe('the predicted memory', () => {
  test('is near what was measured', () => {
    const ratios = measured.map(({ engine, network, size, mebibytes, ...options }) => {
      const bytes = predictTrainingMemory({ network: networks[network], shape: size, ...options }, engine);
      return { engine, ratio: bytes / 2 ** 20 / mebibytes, what: `${engine} ${network} ${size.join('×')}` };
    });
    for (const { ratio, what } of ratios) {
      expect(ratio, what).toBeGreaterThan(0.85);
      expect(ratio, what).toBeLessThan(1.4);
    }
    for (const engine of ['onnxruntime', 'tfjs']) {
      const own = ratios.filter((row) => row.engine === engine).map(({ ratio }) => ratio);
      console.info(
        `${engine}: predicted memory is ${Math.min(...own).toFixed(2)} to ${Math.max(...own).toFixed(2)} of the measured`,
      );
    }
  });

  test('grows with the voxels', () => {
    const [small, large] = [predict({ shape: [80, 96, 112] }), predict({ shape: [160, 192, 224] })];
    // But for the base and the state, which do not.
    expect((large - small) / small).toBeGreaterThan(6);
    expect((large - small) / small).toBeLessThan(7);
  });

  test('is more for more channels, for an integrated velocity, for automatic differentiation, and less on the coarse grid', () => {
    expect(predict({ network: vm2 })).toBeGreaterThan(predict({}));
    expect(predict({ network: lku4, diffeomorphic: true })).toBeGreaterThan(1.2 * predict({ network: lku4 }));
    expect(predict({ differentiation: 'automatic' })).toBeGreaterThan(predict({}));
    expect(predict({ fusedUpsampling: true })).toBeLessThan(predict({}));
  });

  test('has one more moment with AMSGrad', () => {
    const parameters = 274_387;
    const [adam, amsgrad] = [predict({ optimizer: { name: 'adam' } }), predict({ optimizer: { name: 'amsgrad' } })];
    expect(amsgrad - adam).toBeCloseTo(1.25 * 4 * parameters, 0);
  });

  test('cannot be had of what cannot be trained', () => {
    expect(() => predict({ shape: [80, 96, 100] })).toThrow(ShapeMismatchError);
    expect(() => predict({ diffeomorphic: true })).toThrow(UnsupportedOptionError);
    expect(() => predict({ optimizer: { learningRate: -1 } })).toThrow(UnsupportedOptionError);
  });
});
