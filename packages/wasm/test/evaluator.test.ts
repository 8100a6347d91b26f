import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  InvalidDataError,
  InvalidWindowError,
  LnccError,
  resolveDefinition,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type CreateLnccOptions, createLncc, createLnccSync } from '../src/index.ts';
import { jobFields } from '../src/job.ts';
import { openSession, writeSessionJob } from '../src/session.ts';
import { imagePair } from './images.ts';

const shape = [1, 1, 8, 9, 7];
const { moving, fixed } = imagePair(shape);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('options', () => {
  const refused: readonly [string, Partial<CreateLnccOptions>, new (message?: string) => LnccError, RegExp][] = [
    ['an unknown option', { thread: 2 } as object, UnsupportedOptionError, /'thread'.*threads/],
    ['another algorithm', { algorithm: 'banded' as 'fused' }, UnsupportedOptionError, /'banded'.*'fused'/],
    ['no thread', { threads: 0 }, UnsupportedOptionError, /threads is 0/],
    ['half a slab', { slabs: 0.5 }, UnsupportedOptionError, /slabs is 0.5/],
    ['an even window', { window: 4 }, InvalidWindowError, /window is \[4, 4, 4\]; it must be odd positive integers/],
    ['four axes', { shape: [1, 1, 2, 2, 2, 2] }, ShapeMismatchError, /2, 2/],
    ['more than 4 GiB', { shape: [1, 1, 1024, 1024, 1024] }, ShapeMismatchError, /8\.0 GiB.*4 GiB.*one by one/s],
  ];
  test.each(refused)('%s is refused by name', async (_, options, kind, message) => {
    expect(() => createLnccSync({ shape, ...options })).toThrow(kind);
    expect(() => createLnccSync({ shape, ...options })).toThrow(message);
    await expect(createLncc({ shape, ...options })).rejects.toThrow(message);
  });

  test('an evaluation that outgrows 4 GiB is an error before any work', () => {
    // Two images fit, the scratch of a window of 399 planes does not.
    using evaluator = createLnccSync({ shape: [1, 1, 400, 640, 640], window: 399, threads: 1 });
    const image = new Float32Array(400 * 640 * 640);
    expect(() => evaluator.evaluateSync({ moving: image, fixed: image, gradients: 'both' })).toThrow(
      ShapeMismatchError,
    );
  });

  test('an engine without SIMD is named', () => {
    vi.resetModules();
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    return import('../src/kernel.ts').then(({ kernelModule }) => {
      expect(() => kernelModule(true)).toThrow(/WebAssembly SIMD/);
    });
  });

  test('an engine without WebAssembly is named', async () => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const { kernelModule } = await import('../src/kernel.ts');
    expect(() => kernelModule(false)).toThrow(/no WebAssembly/);
  });
});

describe('requests', () => {
  const refused: readonly [string, object, new (message?: string) => LnccError, RegExp][] = [
    ['an image of another length', { moving: moving.subarray(1), fixed }, ShapeMismatchError, /moving.*503/],
    ['a list', { moving: [1, 2], fixed }, InvalidDataError, /moving is Array.*Float32Array/],
    ['nothing', { moving, fixed: undefined }, InvalidDataError, /fixed is undefined/],
    ['float64', { moving: Float64Array.from(moving), fixed }, InvalidDataError, /Float64Array/],
    ['an unknown gradient', { moving, fixed, gradients: 'all' }, UnsupportedOptionError, /'all'/],
    ['a mask of zeros', { moving, fixed, mask: new Float32Array(504) }, InvalidDataError, /mask.*positive/],
    ['an upstream map of a mean', { moving, fixed, upstream: moving }, ShapeMismatchError, /reduction 'mean'/],
    ['a small target', { moving, fixed, into: { moving: new Float32Array(3) } }, ShapeMismatchError, /into\.moving.*3/],
  ];
  test.each(refused)('%s is refused by name', (_, request, kind, message) => {
    using evaluator = createLnccSync({ shape, window: 5 });
    expect(() => evaluator.evaluateSync(request as never)).toThrow(kind);
    expect(() => evaluator.evaluateSync(request as never)).toThrow(message);
  });

  test('a fixed image prepared elsewhere is refused', () => {
    using first = createLnccSync({ shape, window: 5 });
    using second = createLnccSync({ shape, window: 5 });
    const prepared = first.prepareFixedSync(fixed);
    expect(() => second.evaluateSync({ moving, fixed: prepared })).toThrow(/another evaluator/);
  });

  test('a prepared image keeps its values when the array it came from changes', () => {
    using evaluator = createLnccSync({ shape, window: 5 });
    const image = fixed.slice();
    const prepared = evaluator.prepareFixedSync(image);
    const { loss } = evaluator.evaluateSync({ moving, fixed });
    image.fill(0);
    expect(evaluator.evaluateSync({ moving, fixed: prepared }).loss).toBeCloseTo(loss, 12);
  });
});

describe('memory', () => {
  test.each([
    ['none', 1.9],
    ['moving', 7.4],
    ['both', 11],
  ] as const)('scratch at full size, window 9, gradients %s: at most %d MiB', (gradients, bound) => {
    const session = openSession({
      definition: resolveDefinition({}, [1, 1, 160, 192, 224]),
      slabs: undefined,
      shared: true,
      chooseThreads: () => 1,
    });
    const job = {
      ...session.base,
      running: 1,
      gradientMoving: gradients === 'none' ? 0 : 64,
      gradientFixed: gradients === 'both' ? 64 : 0,
    };
    writeSessionJob(session, job);
    const mebibytes = session.kernel.scratchBytes(session.job, session.arena.reserve(1024)) / 2 ** 20;
    expect(mebibytes).toBeLessThan(bound);
    expect(mebibytes).toBeGreaterThan(0.9 * bound);
  });

  test('arrays of `allocate` give the same numbers as others, and take results in place', () => {
    using evaluator = createLnccSync({ shape, window: 5 });
    const plain = evaluator.evaluateSync({ moving, fixed, gradients: 'both' });
    const images = { moving: evaluator.allocate(), fixed: evaluator.allocate() };
    images.moving.set(moving);
    images.fixed.set(fixed);
    const into = { moving: evaluator.allocate(), fixed: new Float32Array(504) };
    const result = evaluator.evaluateSync({ ...images, gradients: 'both', into });
    expect(result.gradients.moving).toBe(into.moving);
    expect(result.gradients.fixed).toBe(into.fixed);
    expect(result.loss).toBe(plain.loss);
    expect(into.moving).toEqual(plain.gradients.moving);
    expect(into.fixed).toEqual(plain.gradients.fixed);
    expect(images.moving).toEqual(moving);
  });

  test('evaluations and freed arrays use the same memory again', () => {
    using evaluator = createLnccSync({ shape: [1, 1, 40, 40, 40], window: 5 });
    const pair = imagePair([1, 1, 40, 40, 40]);
    const round = () => {
      const array = evaluator.allocate();
      evaluator.evaluateSync({ ...pair, gradients: 'both' });
      evaluator.evaluateSync({ ...pair, mask: pair.moving, map: true });
      const { buffer } = array;
      evaluator.free(array);
      return buffer.byteLength;
    };
    round();
    round();
    const settled = round();
    for (let count = 0; count < 20; count++) expect(round()).toBe(settled);
  });

  test('a thousand evaluators come and go', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const resident = () => {
      collect();
      return process.memoryUsage().rss / 2 ** 20;
    };
    const pair = imagePair([1, 1, 40, 40, 40]);
    const cycle = async (index: number) => {
      await using evaluator = await createLncc({ shape: [1, 1, 40, 40, 40], window: 5, threads: index % 50 ? 1 : 2 });
      const { loss } = await evaluator.evaluate({ ...pair, gradients: 'moving' });
      expect(loss).toBeLessThan(-0.05);
    };
    for (let index = 0; index < 200; index++) await cycle(index);
    const before = resident();
    for (let index = 0; index < 800; index++) await cycle(index);
    // One of them holds 1.5 MiB: kept alive, these would be 1.2 GiB.
    expect(resident() - before).toBeLessThan(250);
  });

  test('a disposed evaluator is refused', async () => {
    const evaluator = createLnccSync({ shape, window: 5 });
    evaluator.dispose();
    evaluator.dispose();
    expect(() => evaluator.evaluateSync({ moving, fixed })).toThrow(LnccError);
    expect(() => evaluator.allocate()).toThrow(/disposed/);
  });
});

test('host and kernel agree on the fields of a job', () => {
  const source = readFileSync(new URL('../kernel/job.ts', import.meta.url), 'utf8');
  const fields = [...source.matchAll(/^ {2}(\w+): f64;$/gm)].map(([, name]) => name);
  expect(fields).toEqual([...jobFields]);
});
