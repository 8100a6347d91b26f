import { ShapeMismatchError } from '@fast-lncc/core';
import { initialWeights, lku4, vm1 } from '@fast-lncc/networks';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { createTrainer, exportModel } from '../../src/training/index.ts';
import { everyNetwork, movingWeights } from '../exported-networks.ts';

const shape = [32, 32, 32];
const image = (shift: number) => Float32Array.from({ length: 32 ** 3 }, (_, index) => Math.sin(index / 40 + shift));
const pair = { moving: image(0), fixed: image(0.6) };

describe('an exported model', () => {
  test.each(everyNetwork)('of $name gives what evaluate gives', async (network) => {
    const weights = movingWeights(network, shape);
    await using trainer = await createTrainer({ ort, network, shape, weights });
    const expected = await trainer.evaluate(pair);
    const session = await ort.InferenceSession.create(exportModel({ network, shape, weights }));
    expect(session.inputNames).toEqual(['moving', 'fixed']);
    expect(session.outputNames).toEqual(['displacement', 'warped']);
    const tensor = (data: Float32Array) => new ort.Tensor('float32', data, [1, 1, ...shape]);
    const outputs = await session.run({ moving: tensor(pair.moving), fixed: tensor(pair.fixed) });
    await session.release();
    for (const name of ['displacement', 'warped'] as const) {
      const actual = outputs[name]!.data as Float32Array;
      expect(actual).toHaveLength(expected[name].length);
      const largest = expected[name].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const difference = actual.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[name][at]!)), 0);
      expect(largest).toBeGreaterThan(0.1);
      expect(difference / largest, name).toBeLessThan(5e-6);
    }
  });

  test('holds little beside its weights', () => {
    const weights = initialWeights(vm1, shape, 1);
    const bytes = Object.values(weights).reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(exportModel({ network: vm1, shape, weights }).length - bytes).toBeLessThan(60_000);
  });

  test('of a diffeomorphic training is asked for as the training is', () => {
    const weights = initialWeights(lku4, shape, 1);
    const model = exportModel({ network: lku4, diffeomorphic: true, shape, weights });
    expect(Buffer.compare(model, exportModel({ network: lku4.diffeomorphic, shape, weights }))).toBe(0);
    const call = () =>
      exportModel({ network: vm1, diffeomorphic: true, shape, weights: initialWeights(vm1, shape, 1) });
    expect(call).toThrow("'vm1' has no diffeomorphic form");
  });

  test('is refused for weights of another network, and for a size it cannot take', () => {
    const { 'flow.bias': bias, ...missing } = initialWeights(vm1, shape, 1);
    const call = (weights: Record<string, Float32Array>, size = shape) =>
      exportModel({ network: vm1, shape: size, weights });
    expect(() => call(missing)).toThrow(ShapeMismatchError);
    expect(() => call(missing)).toThrow("'flow.bias' is missing");
    expect(() => call({ ...missing, 'flow.bias': bias!, other: bias! })).toThrow("'other' is no parameter");
    expect(() => call(missing, [32, 40, 32])).toThrow('crop or pad 40 to 32 or 48');
  });
});
