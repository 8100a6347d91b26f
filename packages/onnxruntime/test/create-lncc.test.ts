import { evaluateReference, presets, resolveDefinition } from '@fast-lncc/core';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { chooseAlgorithm, createLncc, lnccModel, probeProvider } from '../src/index.ts';

const shape = [1, 1, 8, 7, 6];
const voxels = 336;
const moving = Float32Array.from({ length: voxels }, (_, index) => Math.sin(index * 0.7) + 0.1 * (index % 5));
const fixed = Float32Array.from({ length: voxels }, (_, index) => Math.sin(index * 0.7 + 0.4) + 0.05 * (index % 7));
const definition = { ...presets.fastlncc, window: 5 };
const reference = evaluateReference({ moving, fixed, shape }, definition);

describe('sessions', () => {
  test('differentiation by the tape gives the analytic gradient', async () => {
    for (const algorithm of ['sequential', 'grouped', 'separable'] as const) {
      await using evaluator = await createLncc({ ort, shape, algorithm, differentiation: 'automatic', ...definition });
      const { loss, gradients } = await evaluator.evaluate({ moving, fixed, gradients: 'both' });
      expect(loss).toBeCloseTo(reference.loss, 6);
      gradients.moving?.forEach((value, index) => {
        expect(Math.abs(value - (reference.gradients.moving[index] ?? 0))).toBeLessThan(2e-6);
      });
      gradients.fixed?.forEach((value, index) => {
        expect(Math.abs(value - (reference.gradients.fixed[index] ?? 0))).toBeLessThan(2e-6);
      });
    }
  });

  test('auto says what it chose', async () => {
    await using small = await createLncc({ ort, shape, ...definition });
    expect(small.algorithm).toBe('banded');
    const chosen = (size: number[], window: number, provider?: string) =>
      chooseAlgorithm('auto', resolveDefinition({ window }, [1, 1, ...size]), provider);
    expect(chosen([80, 96, 112], 9)).toBe('banded');
    expect(chosen([80, 96, 112], 5)).toBe('separable');
    expect(chosen([160, 192, 224], 9)).toBe('separable');
    expect(chosen([80, 96, 112], 9, 'cuda')).toBe('separable');
  });

  test('inputs are left as they were', async () => {
    await using evaluator = await createLncc({ ort, shape, ...definition });
    const copy = moving.slice();
    await evaluator.evaluate({ moving, fixed, gradients: 'moving' });
    expect(moving).toEqual(copy);
  });

  test('an evaluation under way when disposed still ends', async () => {
    const evaluator = await createLncc({ ort, shape, ...definition });
    const pending = evaluator.evaluate({ moving, fixed });
    await evaluator.dispose();
    expect((await pending).loss).toBeCloseTo(reference.loss, 6);
    await expect(evaluator.evaluate({ moving, fixed })).rejects.toThrow('disposed');
  });

  test('a prepared image serves another evaluator of the same definition, not after its disposal', async () => {
    await using first = await createLncc({ ort, shape, ...definition });
    await using second = await createLncc({ ort, shape, algorithm: 'separable', ...definition });
    const prepared = await first.prepareFixed(fixed);
    expect((await second.evaluate({ moving, fixed: prepared })).loss).toBeCloseTo(reference.loss, 6);
    await prepared.dispose();
    await expect(second.evaluate({ moving, fixed: prepared })).rejects.toThrow('prepare it again');
  });
});

describe('a moment mask and a prepared image', () => {
  const mask = moving.map((value) => (value > 0 ? 1 : 0));
  const masked = { ...definition, border: 'count', mask: { moments: true } } as const;

  test('give the loss and gradient of the images', async () => {
    const expected = evaluateReference({ moving, fixed, shape, mask }, masked);
    await using evaluator = await createLncc({ ort, shape, ...masked });
    const prepared = await evaluator.prepareFixed(fixed, mask);
    const { loss, gradients } = await evaluator.evaluate({ moving, fixed: prepared, mask, gradients: 'moving' });
    expect(loss).toBeCloseTo(expected.loss, 6);
    gradients.moving?.forEach((value, index) => {
      expect(Math.abs(value - (expected.gradients.moving[index] ?? 0))).toBeLessThan(2e-6);
    });
  });

  test('are refused with another mask, or with none', async () => {
    await using evaluator = await createLncc({ ort, shape, ...masked });
    const prepared = await evaluator.prepareFixed(fixed, mask);
    const other = mask.map((value, index) => (index === 0 ? 1 - value : value));
    await expect(evaluator.evaluate({ moving, fixed: prepared, mask: other })).rejects.toThrow('prepared with another');
    await expect(evaluator.evaluate({ moving, fixed: prepared })).rejects.toThrow('prepared with another');
  });
});

describe('models', () => {
  test('a model file runs by itself, with the names it promises', async () => {
    const model = lnccModel({ shape, gradients: 'both', upstream: true, ...definition });
    const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
    expect([...session.inputNames].sort()).toEqual(['fixed', 'moving', 'upstream']);
    expect([...session.outputNames].sort()).toEqual(['gradient_fixed', 'gradient_moving', 'loss']);
    const tensor = (data: Float32Array) => new ort.Tensor('float32', data, shape);
    const results = await session.run({
      moving: tensor(moving),
      fixed: tensor(fixed),
      upstream: new ort.Tensor('float32', Float32Array.of(-3), []),
    });
    expect(results.loss?.data[0]).toBeCloseTo(reference.loss, 6);
    const gradient = results.gradient_moving?.data as Float32Array;
    gradient.forEach((value, index) => {
      expect(Math.abs(value + 3 * (reference.gradients.moving[index] ?? 0))).toBeLessThan(4e-6);
    });
    await session.release();
  });
});

describe('refusals before any work', () => {
  test('a provider that is not there names what is missing', async () => {
    if (process.platform !== 'linux') return console.warn('skipped: the CUDA libraries are looked for on Linux only');
    const probe = await probeProvider(ort, 'cuda');
    if (probe.available) return console.warn('skipped: this machine has CUDA');
    expect(probe.missingLibraries).toContain('libonnxruntime_providers_shared.so');
    expect(probe.missingLibraries).not.toContain('libc.so.6');
    await expect(createLncc({ ort, shape, executionProviders: ['cuda'], ...definition })).rejects.toThrow(
      `'cuda' does not start (missing: ${probe.missingLibraries.join(', ')})`,
    );
    await expect(createLncc({ ort, shape, executionProviders: ['cuda'], ...definition })).rejects.toMatchObject({
      name: 'MissingRuntimeError',
    });
  });

  test.each([
    [{ algorithm: 'fused' }, "algorithm 'fused' is unknown to ONNX Runtime"],
    [{ threads: 0 }, 'threads is 0'],
    [{ cpuFallback: false }, 'cpuFallback is false, but everything runs on the CPU'],
    [{ cpuFallback: false, executionProviders: ['wasm'] }, 'cpuFallback is false, but everything runs on the CPU'],
    [{ differentiation: 'magic' }, "differentiation is 'magic'"],
    [{ windows: 9 }, "key in options is 'windows'"],
    [{ executionProviders: ['abacus'] }, "Execution provider 'abacus' does not start"],
  ])('%j', async (options, message) => {
    await expect(createLncc({ ort, shape, ...(options as object) })).rejects.toThrow(message);
  });

  test('a request that contradicts the definition', async () => {
    await using evaluator = await createLncc({ ort, shape, ...definition });
    const upstream = new Float32Array(voxels);
    await expect(evaluator.evaluate({ moving, fixed, upstream, gradients: 'moving' })).rejects.toThrow(
      "reduction 'none'",
    );
    await expect(evaluator.evaluate({ moving, fixed, gradients: 'all' as 'both' })).rejects.toThrow(
      "gradients is 'all'",
    );
  });
});
