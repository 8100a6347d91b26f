import { InvalidDataError, resolveDefinition, UnsupportedOptionError } from '@fast-lncc/core';
import type { WasmRequest } from '@fast-lncc/wasm';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { keptEvaluators } from '../src/fused/evaluators.ts';
import { releaseFused } from '../src/fused/index.ts';
import { chooseAlgorithm, type LnccOptions, lncc, prepareFixed } from '../src/index.ts';
import { testBackends, useBackend } from './backend.ts';
import { imagePair, relativeError } from './images.ts';

/** What the kernel was asked for, in order, and the evaluators that were made. */
const log = vi.hoisted(() => ({ sweeps: [] as string[], made: 0, disposed: 0 }));

vi.mock('@fast-lncc/wasm', async (original) => {
  const actual = await original<typeof import('@fast-lncc/wasm')>();
  return {
    ...actual,
    createLnccSync: (options: Parameters<typeof actual.createLnccSync>[0]) => {
      const evaluator = actual.createLnccSync(options);
      log.made++;
      return {
        ...evaluator,
        evaluateSync: (request: WasmRequest) => {
          log.sweeps.push(request.gradients ?? 'none');
          return evaluator.evaluateSync(request);
        },
        dispose: () => {
          log.disposed++;
          evaluator.dispose();
        },
      };
    },
  };
});

const sweepsOf = (run: () => unknown): string[] => {
  log.sweeps.length = 0;
  tf.dispose(run() as tf.TensorContainer);
  return [...log.sweeps];
};

const shape = [1, 8, 9, 7, 1];
const fused = { algorithm: 'fused', window: 5 } as const;

describe.each(testBackends)('fused on %s', (backend) => {
  let pair: ReturnType<typeof imagePair>;
  let moving: tf.Tensor;
  let fixed: tf.Tensor;
  beforeAll(() => useBackend(backend));
  beforeEach(() => {
    releaseFused();
    pair = imagePair(shape);
    ({ movingTensor: moving, fixedTensor: fixed } = pair);
  });
  afterEach(() => {
    tf.dispose([moving, fixed]);
  });

  test('one sweep gives the loss alone, and loss and gradient from the second step on', () => {
    const step = () => tf.valueAndGrad((image) => lncc(image, fixed, fused))(moving) as never;
    expect(sweepsOf(() => lncc(moving, fixed, fused))).toEqual(['none']);
    expect(sweepsOf(step)).toEqual(['none', 'moving']);
    expect(sweepsOf(step)).toEqual(['moving']);
    expect(sweepsOf(step)).toEqual(['moving']);
    expect(sweepsOf(() => lncc(moving, fixed, fused))).toEqual(['none']);
  });

  test('only what is asked for is computed, both gradients at once', () => {
    const loss = (a: tf.Tensor, b: tf.Tensor) => lncc(a, b, fused);
    const both = () => tf.grads(loss)([moving, fixed]);
    const toFixed = () => tf.grad((b) => loss(moving, b))(fixed);
    const toMoving = () => tf.grad((a) => loss(a, fixed))(moving);
    expect(sweepsOf(both)).toEqual(['none', 'both']);
    expect(sweepsOf(both)).toEqual(['both']);
    expect(sweepsOf(toFixed)).toEqual(['both']);
    expect(sweepsOf(toFixed)).toEqual(['fixed']);
    expect(sweepsOf(toMoving)).toEqual(['fixed', 'moving']);
    expect(sweepsOf(both)).toEqual(['moving', 'both']);
    const prepared = prepareFixed(fixed, fused);
    expect(sweepsOf(() => tf.grad((a) => lncc(a, prepared, fused))(moving))).toEqual(['moving']);
    prepared.dispose();
  });

  test('a sweep ahead of the gradient changes neither loss nor gradient, to the last bit', () => {
    const step = (scale: number) => {
      const loss = (a: tf.Tensor, b: tf.Tensor) => lncc(a, b, fused);
      const { value, grads } = tf.valueAndGrads(loss)([moving, fixed], tf.scalar(scale));
      return [value, ...grads].map((tensor) => Array.from(tensor.dataSync()));
    };
    const first = step(-2.5);
    expect(sweepsOf(() => tf.grad((a) => lncc(a, fixed, fused))(moving))).toEqual(['both']);
    expect(step(-2.5)).toEqual(first);
    const expected = pair.reference({ window: 5 }, -2.5);
    expect(Math.abs((first[0]?.[0] ?? 0) - expected.loss)).toBeLessThan(2e-7);
    expect(relativeError(first[1] ?? [], expected.gradients.moving)).toBeLessThan(2e-6);
    expect(relativeError(first[2] ?? [], expected.gradients.fixed)).toBeLessThan(2e-6);
  });

  test('a map is pulled back through an upstream map, channels and samples apart', () => {
    const wide = [2, 6, 7, 3];
    const [a, b, upstream] = [1, 2, 3].map((seed) => tf.randomUniform(wide, 0, 1, 'float32', seed));
    const gradients = (algorithm: 'fused' | 'separable') =>
      tf.grads((x: tf.Tensor, y: tf.Tensor) => lncc(x, y, { window: 3, algorithm, reduction: 'none' }))(
        [a, b] as tf.Tensor[],
        upstream,
      );
    const [actual, expected] = [gradients('fused'), gradients('separable')];
    actual.forEach((gradient, index) => {
      expect(gradient.shape).toEqual(wide);
      expect(relativeError(gradient.dataSync(), expected[index]?.dataSync() ?? [])).toBeLessThan(2e-5);
    });
  });

  test.each<{ name: string; options: LnccOptions }>([
    { name: 'weighted', options: {} },
    { name: 'one minus', options: { form: 'oneMinus', mask: { score: 'multiplied' } } },
    { name: 'sum, drop windows', options: { reduction: 'sum', mask: { score: 'dropWindows' } } },
    { name: 'map', options: { reduction: 'none', form: 'oneMinus', mask: { score: 'multiplied' } } },
    { name: 'moments', options: { border: 'count', mask: { moments: true } } },
    { name: 'unscored', options: { mask: { score: 'none' } } },
  ])('a mask of zeros gives what the other algorithms give: $name', ({ options }) => {
    const maskTensor = tf.zeros([1, 8, 9, 7, 1], 'bool');
    const run = (algorithm: 'fused' | 'banded') => {
      const loss = (image: tf.Tensor) => lncc(image, fixed, { window: 5, ...options, algorithm, maskTensor });
      const { value, grad } = tf.valueAndGrad(loss)(moving);
      return [value, grad].map((tensor) => Array.from(tensor.dataSync()));
    };
    expect(run('fused')).toEqual(run('banded'));
  });

  test('negative weights are refused, and the evaluator goes', () => {
    expect(() => lncc(moving, fixed, { ...fused, maskTensor: tf.sub(moving, 0.4) })).toThrow(InvalidDataError);
    expect(keptEvaluators()).toEqual([]);
    expect(lncc(moving, fixed, fused).dataSync()[0]).toBeCloseTo(pair.reference({ window: 5 }).loss, 6);
  });

  test('results do not depend on the number of threads', () => {
    const large = imagePair([1, 40, 12, 10, 1]);
    const gradient = (threads?: number) =>
      Array.from(
        tf
          .grad((image) =>
            lncc(image, large.fixedTensor, { window: 3, algorithm: 'fused', ...(threads ? { threads } : {}) }),
          )(large.movingTensor)
          .dataSync(),
      );
    expect(gradient(2)).toEqual(gradient(1));
    expect(gradient()).toEqual(gradient(1));
    expect(keptEvaluators().map(({ threads }) => threads)).toEqual([2, 1, 1]);
  });

  test('a prepared image is read once, and its values go with it', () => {
    const prepared = prepareFixed(fixed, fused);
    expect(Array.from(prepared.state.values ?? [])).toEqual(Array.from(pair.fixed));
    const read = vi.spyOn(tf.backend(), 'readSync');
    tf.dispose(lncc(moving, prepared, fused));
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
    const gradient = tf.grad((image) => {
      const loss = lncc(image, prepared, fused);
      prepared.dispose();
      return loss;
    })(moving);
    expect(relativeError(gradient.dataSync(), pair.reference({ window: 5 }).gradients.moving)).toBeLessThan(2e-6);
    expect(prepared.state).toEqual({});
  });

  describe('evaluators', () => {
    const step = (window: number) => tf.grad((image) => lncc(image, fixed, { algorithm: 'fused', window }))(moving);

    test('are made once per definition, shape and number of threads', () => {
      const before = log.made;
      for (let round = 0; round < 3; round++) {
        for (const window of [3, 5]) tf.dispose(step(window));
      }
      expect(log.made - before).toBe(2);
    });

    test('are four at most: the one used longest ago goes', () => {
      for (const window of [3, 5, 7, 9]) tf.dispose(step(window));
      const disposed = log.disposed;
      tf.dispose(step(3));
      tf.dispose(step(11));
      expect(log.disposed).toBe(disposed + 1);
      expect(keptEvaluators().map(({ definition }) => definition.window.factors[0]?.length)).toEqual([7, 9, 3, 11]);
    });

    test('that went before their gradient was asked for are made again', () => {
      const windows = [3, 5, 7, 9, 11, 13];
      const sum = tf.customGrad((...losses) => ({
        value: tf.addN(losses.slice(0, -1) as tf.Tensor[]),
        gradFunc: (upstream) => losses.slice(0, -1).map(() => upstream),
      }));
      const loss = (image: tf.Tensor) =>
        sum(...windows.map((window) => lncc(image, fixed, { algorithm: 'fused', window }))) as tf.Scalar;
      const expected = windows.map((window) => pair.reference({ window }).gradients.moving);
      const total = expected[0]?.map((_, index) => expected.reduce((all, gradient) => all + (gradient[index] ?? 0), 0));
      expect(relativeError(tf.grad(loss)(moving).dataSync(), total ?? [])).toBeLessThan(2e-6);
      expect(keptEvaluators().length).toBe(4);
    });

    test('are given back by releaseFused, and a released one by nobody else', () => {
      tf.dispose(step(5));
      const disposed = log.disposed;
      releaseFused();
      releaseFused();
      expect(log.disposed).toBe(disposed + 1);
      expect(keptEvaluators()).toEqual([]);
      expect(sweepsOf(() => step(5))).toEqual(['none', 'moving']);
    });
  });

  test('auto takes it, and chooseAlgorithm says so', () => {
    expect(chooseAlgorithm(backend, resolveDefinition({}, [1, 1, 48, 48, 48]))).toBe('fused');
    expect(sweepsOf(() => lncc(moving, fixed))).toEqual(['none']);
    expect(sweepsOf(() => lncc(moving, fixed, { threads: 1 }))).toEqual(['none']);
  });
});

describe('fused and the rest', () => {
  test('auto does not take it where another was faster, beyond what WebAssembly addresses, nor where tensors are read elsewhere', () => {
    const large = resolveDefinition({}, [8, 1, 256, 512, 512]);
    expect(chooseAlgorithm('wasm', large)).toBe('banded');
    expect(chooseAlgorithm('wasm', resolveDefinition({ kernel: 'gaussian' }, [1, 1, 48, 48, 48]))).toBe('fused');
    expect(chooseAlgorithm('wasm', resolveDefinition({ kernel: 'gaussian', window: 41 }, [1, 1, 48, 48, 48]))).toBe(
      'banded',
    );
    expect(chooseAlgorithm('wasm', resolveDefinition({ window: 41 }, [1, 1, 48, 48, 48]))).toBe('fused');
    const volume = [1, 1, 160, 192, 224];
    expect(chooseAlgorithm('tensorflow', resolveDefinition({}, volume))).toBe('fused');
    expect(chooseAlgorithm('tensorflow', resolveDefinition({ kernel: 'gaussian', window: 3 }, volume))).toBe('fused');
    expect(chooseAlgorithm('tensorflow', resolveDefinition({ kernel: 'gaussian', window: 21 }, volume))).toBe('banded');
    for (const backend of ['webgl', 'webgpu', 'toString', '']) {
      expect(chooseAlgorithm(backend, resolveDefinition({}, [1, 1, 48, 48, 48]))).toBe('separable');
    }
  });

  test('a backend it does not serve is named with those it serves', async () => {
    await useBackend('cpu');
    const image = tf.zeros([1, 9, 9, 1]);
    const cpu = tf.findBackend('cpu');
    tf.registerBackend('webgl', () => cpu);
    await tf.setBackend('webgl');
    const message = /backends 'cpu', 'wasm', 'tensorflow', 'webgpu', but the active one is 'webgl'/;
    try {
      expect(() => lncc(image, image, fused)).toThrow(UnsupportedOptionError);
      expect(() => lncc(image, image, fused)).toThrow(message);
      expect(() => prepareFixed(image, fused)).toThrow(message);
    } finally {
      await tf.setBackend('cpu');
    }
  });

  test('a second copy of the entry registers nothing anew, and releases what is kept', async () => {
    await useBackend('cpu');
    releaseFused();
    const { movingTensor, fixedTensor } = imagePair(shape);
    tf.dispose(lncc(movingTensor, fixedTensor, fused));
    const copy: typeof import('../src/fused/index.ts') = await import(`${'../src/fused/index.ts'}?copy`);
    expect(copy.releaseFused).not.toBe(releaseFused);
    tf.dispose(lncc(movingTensor, fixedTensor, fused));
    expect(keptEvaluators().length).toBe(1);
    copy.releaseFused();
    expect(keptEvaluators()).toEqual([]);
  });
});
