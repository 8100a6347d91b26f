import { LnccError, MissingRuntimeError, resolveDefinition } from '@fast-lncc/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLncc, createLnccSync } from '../src/index.ts';
import { kernelModule } from '../src/kernel.ts';
import { openSession, type SessionOptions } from '../src/session.ts';
import { stage } from '../src/staging.ts';
import { controlBytes, createPool } from '../src/threads/pool.ts';
import { imagePair } from './images.ts';

const shape = [1, 1, 90, 12, 11];
const { moving, fixed } = imagePair(shape, 3);

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('threads', () => {
  test('results do not depend on their number, to the last bit', async () => {
    const results = await Promise.all(
      [1, 2, 3].map(async (threads) => {
        await using evaluator = await createLncc({ shape, window: 5, threads });
        expect(evaluator.threads).toBe(threads);
        return evaluator.evaluate({ moving, fixed, gradients: 'both' });
      }),
    );
    using blocking = createLnccSync({ shape, window: 5, threads: 3 });
    results.push(blocking.evaluateSync({ moving, fixed, gradients: 'both' }));
    for (const result of results.slice(1)) {
      expect(result.loss).toBe(results[0]?.loss);
      expect(result.gradients).toEqual(results[0]?.gradients);
    }
  });

  test('a volume has the same slabs, whatever the number of threads', () => {
    const tasksOf = (depth: number, window: number) =>
      sessionOf({ definition: resolveDefinition({ window }, [1, 1, depth, 8, 8]), slabs: undefined }, 1).tasks;
    expect([tasksOf(160, 9), tasksOf(160, 5), tasksOf(160, 15), tasksOf(15, 9)]).toEqual([4, 8, 2, 1]);
  });

  test('no more threads than slabs', async () => {
    await using evaluator = await createLncc({ shape: [1, 1, 8, 8, 8], window: 3, threads: 5 });
    expect(evaluator.threads).toBe(1);
  });

  test('evaluations at once on threads keep apart', async () => {
    await using evaluator = await createLncc({ shape, window: 5, threads: 2 });
    const pairs = [4, 5, 6, 7].map((seed) => imagePair(shape, seed));
    const losses = await Promise.all(pairs.map(async (pair) => (await evaluator.evaluate(pair)).loss));
    for (const [index, pair] of pairs.entries()) expect((await evaluator.evaluate(pair)).loss).toBe(losses[index]);
    expect(new Set(losses).size).toBe(4);
  });

  test('without SharedArrayBuffer one thread works, and more are refused by name', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    await expect(createLncc({ shape, window: 5, threads: 2 })).rejects.toThrow(MissingRuntimeError);
    await expect(createLncc({ shape, window: 5, threads: 2 })).rejects.toThrow(
      /threads is 2.*Cross-Origin-Opener-Policy/s,
    );
    await using evaluator = await createLncc({ shape, window: 5 });
    expect(evaluator.threads).toBe(1);
    const { loss, gradients } = await evaluator.evaluate({ moving, fixed, gradients: 'moving' });
    vi.unstubAllGlobals();
    await using shared = await createLncc({ shape, window: 5 });
    const expected = await shared.evaluate({ moving, fixed, gradients: 'moving' });
    expect(loss).toBe(expected.loss);
    expect(gradients).toEqual(expected.gradients);
  });

  test('memory that is not shared may grow under the arrays of `allocate`', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    using evaluator = createLnccSync({ shape, window: 5 });
    const first = evaluator.allocate();
    first.set(moving);
    const second = evaluator.allocate();
    second.set(fixed);
    const { loss } = evaluator.evaluateSync({ moving: first, fixed: second, gradients: 'both' });
    expect(first).toEqual(moving);
    vi.unstubAllGlobals();
    using shared = createLnccSync({ shape, window: 5 });
    expect(loss).toBe(shared.evaluateSync({ moving, fixed }).loss);
  });

  test('the main thread of a page may not wait for others', () => {
    vi.stubGlobal('window', {});
    vi.stubGlobal('process', { ...process, getBuiltinModule: () => undefined });
    vi.stubGlobal('Worker', class {});
    expect(() => createLnccSync({ shape, window: 5, threads: 2 })).toThrow(/main thread of a page/);
    using evaluator = createLnccSync({ shape, window: 5 });
    expect(evaluator.threads).toBe(1);
  });
});

function sessionOf(options: Pick<SessionOptions, 'definition' | 'slabs'>, threads: number) {
  return openSession({ ...options, shared: true, chooseThreads: () => threads });
}

/** A pool on a job of two slabs, with `count` threads. */
function openPool(count: number, patience?: number) {
  const session = sessionOf({ definition: resolveDefinition({ window: 5 }, shape), slabs: 2 }, count + 1);
  const request = {
    moving,
    fixed,
    prepared: undefined,
    mask: undefined,
    upstream: 1,
    gradients: 'none',
    map: false,
    into: {},
  } as const;
  stage(session, request, new WeakMap(), undefined);
  const scratch = session.scratch();
  const control = session.arena.reserve(controlBytes);
  const pool = createPool({
    module: kernelModule(true),
    memory: session.arena.memory,
    control,
    scratch: scratch.slice(1),
    ...(patience === undefined ? {} : { patience }),
  });
  return { session, pool, control, own: scratch[0] as number };
}

describe('a thread that dies', () => {
  test('is an error of the evaluation it worked on, and of those that follow', async () => {
    const { session, pool } = openPool(2);
    await pool.run(session.job, session.tasks);
    // A slab that lies far outside memory: the thread traps.
    const running = pool.run(2 ** 31, session.tasks);
    await expect(running).rejects.toThrow(LnccError);
    await expect(running).rejects.toThrow(/died: .*create another one/s);
    await expect(pool.run(session.job, session.tasks)).rejects.toThrow(/died/);
    pool.dispose();
  });

  test('does not hang a caller that blocks', () => {
    const { session, pool, control } = openPool(1, 50);
    // Somebody took the last task and never came back.
    const words = new Int32Array(session.arena.memory.buffer, control, 6);
    Atomics.store(words, 1, 1);
    expect(() => pool.runBlocking(session.job, session.tasks, () => {})).toThrow(/did not finish within/);
    pool.dispose();
  });

  test('disposal while evaluating ends the wait', async () => {
    const { session, pool } = openPool(1);
    const running = pool.run(session.job, session.tasks);
    pool.dispose();
    await expect(running).rejects.toThrow(/disposed while/);
  });
});
