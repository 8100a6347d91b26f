import { describe, expect, test } from 'vitest';
import { resolveOptimizer } from '../../src/training/index.ts';

describe('refusals', () => {
  test.each([
    [{ name: 'sgd' }, "optimizer.name is 'sgd'"],
    [{ learningRate: Number.NaN }, 'learningRate is NaN'],
    [{ firstDecay: 1 }, 'optimizer.firstDecay is 1'],
    [{ epsilon: 0 }, 'optimizer.epsilon is 0'],
    [{ momentum: 0.9 }, "key in optimizer is 'momentum'"],
  ])('%j', (options, message) => {
    expect(() => resolveOptimizer(options as object)).toThrow(message);
  });
});
