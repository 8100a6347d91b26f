import { LnccError, UnsupportedOptionError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { lku8, vm1 } from '../../../src/index.ts';
import {
  assertTrainingMemory,
  availableMemory,
  InsufficientMemoryError,
  predictTrainingMemory,
} from '../../../src/training/index.ts';

const gibibyte = 2 ** 30;
const full = { network: vm1, shape: [160, 192, 224] };

function refusal(call: () => void): InsufficientMemoryError {
  try {
    call();
  } catch (error) {
    if (error instanceof InsufficientMemoryError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('a training that does not fit', () => {
  test('is refused with its need, what there is, and the largest size that fits', () => {
    const error = refusal(() => assertTrainingMemory(full, 'onnxruntime', 4 * gibibyte));
    expect(error).toBeInstanceOf(LnccError);
    expect(error).toMatchObject({ name: 'InsufficientMemoryError', network: 'vm1', shape: full.shape });
    expect(error.predictedBytes).toBe(predictTrainingMemory(full, 'onnxruntime'));
    expect(error.availableBytes).toBe(4 * gibibyte);
    expect(error.message).toMatch(
      /^A training step of vm1 at \[160, 192, 224\] is predicted to need \d\.\d\d GiB, and 4\.00 GiB are available; \[\d+, \d+, \d+\] would fit\./,
    );
  });

  test.each([0.2, 0.5, 1, 2, 3, 5])('names a size that fits in %d GiB, the largest of its proportions', (limit) => {
    const bytes = limit * gibibyte;
    const { fittingShape = [] } = refusal(() => assertTrainingMemory(full, 'onnxruntime', bytes));
    expect(predictTrainingMemory({ ...full, shape: fittingShape }, 'onnxruntime')).toBeLessThanOrEqual(bytes);
    fittingShape.forEach((length, axis) => {
      expect(length % 16).toBe(0);
      // The same scale along every axis, within one step of the divisor.
      const scale = Math.max(...fittingShape.map((other, index) => other / full.shape[index]!));
      expect(scale * full.shape[axis]! - length).toBeLessThan(16 + 1e-6);
    });
    const nextScale = Math.min(...fittingShape.map((length, axis) => (length + 16) / full.shape[axis]!));
    const next = full.shape.map((length) => 16 * Math.floor((length * nextScale) / 16 + 1e-6));
    expect(predictTrainingMemory({ ...full, shape: next }, 'onnxruntime')).toBeGreaterThan(bytes);
  });

  test('says so where no size would fit', () => {
    const error = refusal(() => assertTrainingMemory(full, 'tfjs', 1e6));
    expect(error.fittingShape).toBeUndefined();
    expect(error.message).toContain('no smaller size would fit');
  });

  test('is named in the form that is trained', () => {
    const options = { network: lku8, diffeomorphic: true, shape: [64, 64, 64] };
    expect(refusal(() => assertTrainingMemory(options, 'onnxruntime', 1e8)).network).toBe('lku8-diffeomorphic');
  });

  test('passes with a limit of one’s own, and where nothing is known', () => {
    assertTrainingMemory({ ...full, memoryLimit: Number.POSITIVE_INFINITY }, 'onnxruntime', 1e6);
    assertTrainingMemory(full, 'onnxruntime', undefined);
    assertTrainingMemory(full, 'onnxruntime', 32 * gibibyte);
    const error = refusal(() => assertTrainingMemory({ ...full, memoryLimit: 1e9 }, 'onnxruntime', 32 * gibibyte));
    expect(error.availableBytes).toBe(1e9);
  });

  test.each([0, -1, Number.NaN])('is refused for a limit of %d', (memoryLimit) => {
    const call = () => assertTrainingMemory({ ...full, memoryLimit }, 'onnxruntime', undefined);
    expect(call).toThrow(UnsupportedOptionError);
    expect(call).toThrow(`memoryLimit is ${memoryLimit}`);
  });
});

describe('the available memory', () => {
  const node = (available: number, limit: number, own: number) =>
    availableMemory({
      availableMemory: () => available,
      constrainedMemory: () => limit,
      memoryUsage: { rss: () => own },
    });

  test('is the system’s where there is no limit', () => {
    expect(node(7e9, 0, 1e9)).toBe(7e9);
    expect(node(7e9, 2 ** 64, 1e9)).toBe(7e9);
  });

  test('of a container is its limit without this process, though its page cache is full', () => {
    expect(node(1e8, 8e9, 1e9)).toBe(7e9);
    expect(node(5e9, 8e9, 4e9)).toBe(5e9);
  });

  test('is unknown in a page, and known here', () => {
    expect(availableMemory({})).toBeUndefined();
    expect(availableMemory()).toBeGreaterThan(0);
  });
});
