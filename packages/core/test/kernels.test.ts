import { describe, expect, test } from 'vitest';
import { planGoldenCase, readGoldenFolder } from '../../conformance/src/golden/index.ts';
import {
  createKernelWindow,
  denseWeights,
  InvalidWindowError,
  type Kernel,
  resolveDefinition,
  UnsupportedOptionError,
} from '../src/index.ts';

const withKernel = (await readGoldenFolder())
  .map((golden) => ({ id: golden.id, golden, plan: planGoldenCase(golden) }))
  .filter(({ golden, plan }) => golden.kernelWeights !== undefined && plan.difference === undefined);

describe('weights of the libraries', () => {
  test('there are some of every family', () => {
    expect(withKernel.length).toBeGreaterThanOrEqual(40);
  });

  test.each(withKernel)('$id has the kernel the library has', ({ golden, plan }) => {
    const { window, unit } = resolveDefinition(plan.definition, golden.shape);
    const weights = golden.kernelWeights ?? [];
    // With unit mean a box of ones and a box of 1/n are the same loss; the library stores the latter.
    const scale = unit === 'mean' && window.isBox ? 1 / weights.length : 1;
    expect(window.factors[0]).toHaveLength(weights.length);
    weights.forEach((weight, index) => {
      expect(window.factors[0]?.[index] ?? Number.NaN).toBeCloseTo(weight / scale, 12);
    });
    if (golden.kernelTotal === undefined || scale !== 1) return;
    expect(window.total).toBe(golden.kernelTotal);
  });
});

describe('families', () => {
  const weights = (kernel: Kernel, extent: number) => Array.from(createKernelWindow(kernel, [extent]).factors[0] ?? []);

  test('box', () => {
    expect(weights('box', 5)).toEqual([1, 1, 1, 1, 1]);
    expect(createKernelWindow('box', [3, 5, 7])).toMatchObject({
      total: 105,
      weight: 105,
      radius: [1, 2, 3],
      isBox: true,
    });
  });

  test('triangular', () => {
    expect(weights('triangular', 5)).toEqual([1, 2, 3, 2, 1]);
    expect(createKernelWindow('triangular', [5, 5])).toMatchObject({ total: 81, isBox: false });
  });

  test('two odd boxes: the widest odd box that fits, twice', () => {
    expect(weights({ shape: 'triangular', oddBoxes: true }, 3)).toEqual([0, 1, 0]);
    const third = 1 / 9;
    const wide = weights({ shape: 'triangular', oddBoxes: true }, 7);
    [0, third, 2 * third, 3 * third, 2 * third, third, 0].forEach((weight, index) => {
      expect(wide[index]).toBeCloseTo(weight, 15);
    });
  });

  test('gaussian: exp(-x²/2σ²), σ a third of the extent unless given, one per axis where given so', () => {
    const gaussian = (x: number, sigma: number) => Math.exp(-(x * x) / (2 * sigma * sigma));
    expect(weights('gaussian', 9)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4].map((x) => gaussian(x, 3)));
    const { factors } = createKernelWindow({ shape: 'gaussian', sigma: [1, 2] }, [3, 5]);
    expect(Array.from(factors[0] ?? [])).toEqual([gaussian(1, 1), 1, gaussian(1, 1)]);
    expect(Array.from(factors[1] ?? [])).toEqual([2, 1, 0, 1, 2].map((x) => gaussian(x, 2)));
  });

  test('normalized weights sum to 1 along every axis', () => {
    const { factors, total } = createKernelWindow({ shape: 'gaussian', sigma: 1.5, normalize: true }, [5, 7]);
    for (const factor of factors) expect(factor.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
    expect(total).toBeCloseTo(1, 14);
  });

  test('float32 precision rounds every weight and the total', () => {
    const { factors, total } = createKernelWindow({ shape: 'gaussian', precision: 'float32' }, [5, 5]);
    expect(factors.every((factor) => factor.every((weight) => Math.fround(weight) === weight))).toBe(true);
    expect(Math.fround(total)).toBe(total);
  });

  test('dense float32 precision rounds the products of unrounded weights once, and their sum', () => {
    const kernel = { shape: 'gaussian', sigma: 1.5 } as const;
    const { factors } = createKernelWindow(kernel, [5, 7]);
    const window = createKernelWindow({ ...kernel, precision: 'denseFloat32' }, [5, 7]);
    expect(window.factors).toEqual(factors);
    const [first = new Float64Array(), second = new Float64Array()] = factors;
    const products = Array.from(first).flatMap((left) => Array.from(second, (right) => Math.fround(left * right)));
    expect(Array.from(denseWeights(window))).toEqual(products);
    expect(window.total).toBe(Math.fround(products.reduce((sum, weight) => sum + weight, 0)));
  });

  test('a given total is kept', () => {
    expect(createKernelWindow('box', [3, 3], 81)).toMatchObject({ total: 81, weight: 9 });
  });
});

describe('kernels that are none', () => {
  test.each<[string, () => unknown, abstract new (...parameters: never[]) => Error, RegExp]>([
    ['an unknown family', () => createKernelWindow('cosine' as 'box', [3]), UnsupportedOptionError, /cosine.*box/],
    [
      'σ 0',
      () => createKernelWindow({ shape: 'gaussian', sigma: 0 }, [3]),
      UnsupportedOptionError,
      /sigma is 0.*positive/,
    ],
    ['σ NaN', () => createKernelWindow({ shape: 'gaussian', sigma: Number.NaN }, [3]), UnsupportedOptionError, /NaN/],
    [
      'too few σ',
      () => createKernelWindow({ shape: 'gaussian', sigma: [1] }, [3, 3]),
      UnsupportedOptionError,
      /sigma of length 1 is \[1\]; it must be one number, or 2/,
    ],
    [
      'too few factors',
      () => createKernelWindow({ factors: [[1]] }, [1, 1]),
      InvalidWindowError,
      /window is \[1, 1\].*absent or \[1\] with these kernel\.factors/,
    ],
    [
      'an even factor',
      () => createKernelWindow({ factors: [[1, 1]] }, [2]),
      InvalidWindowError,
      /factors\[0\] is \[1, 1\].*odd length/,
    ],
    ['an empty factor', () => createKernelWindow({ factors: [[]] }, [0]), InvalidWindowError, /factors\[0\] is \[\]/],
    ['a negative weight', () => createKernelWindow({ factors: [[-1, 3, -1]] }, [3]), InvalidWindowError, /-1/],
    ['a NaN weight', () => createKernelWindow({ factors: [[1, Number.NaN, 1]] }, [3]), InvalidWindowError, /NaN/],
    [
      'an infinite weight',
      () => createKernelWindow({ factors: [[1, Infinity, 1]] }, [3]),
      InvalidWindowError,
      /Infinity/,
    ],
    [
      'a lopsided factor',
      () => createKernelWindow({ factors: [[1, 2, 3]] }, [3]),
      InvalidWindowError,
      /factors\[0\] is \[1, 2, 3\].*symmetric/,
    ],
    [
      'no weight at all',
      () => createKernelWindow({ factors: [[0, 0, 0]] }, [3]),
      InvalidWindowError,
      /sum of weights, total\] is \[0, 0\]/,
    ],
    ['a total of 0', () => createKernelWindow('box', [3], 0), InvalidWindowError, /total\] is \[3, 0\]/],
    ['a total NaN', () => createKernelWindow('box', [3], Number.NaN), InvalidWindowError, /total\] is \[3, NaN\]/],
  ])('%s', (_, call, errorClass, message) => {
    expect(call).toThrow(errorClass);
    expect(call).toThrow(message);
  });
});
