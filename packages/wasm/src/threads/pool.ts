/// <reference lib="dom" />
import { LnccError } from '@fast-lncc/core';
import { workerCode } from '../generated/kernel.js';
import { startThread, type Thread } from './platform.ts';

/** Words of the control block: generation, next task, end of tasks, finished tasks, first task, address of the job. */
const words = { generation: 0, next: 1, end: 2, finished: 3, first: 4, job: 5 } as const;

export const controlBytes = 64;

/** What the threads work on. */
export interface PoolOptions {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the control block, `controlBytes` of zeros. */
  readonly control: number;
  /** One address per thread. */
  readonly scratch: readonly number[];
  /** Milliseconds a blocked caller waits at least. Default 10,000. */
  readonly patience?: number;
}

/** Threads that share the tasks of one job after another. */
export interface Pool {
  /** Resolves when every task is done; rejects when a thread dies. One at a time. */
  run(job: number, tasks: number): Promise<void>;
  /**
   * The calling thread takes tasks too, and waits for the others.
   *
   * @throws LnccError when a thread does not finish.
   */
  runBlocking(job: number, tasks: number, compute: (task: number) => void): void;
  dispose(): void;
}

/** A blocked caller waits this many times as long as its own tasks took, besides the patience it has anyway. */
const patiencePerOwnTime = 20;

/** Starts the threads. They sleep between jobs, and do not keep a process alive meanwhile. */
export function createPool({ module, memory, control, scratch, patience = 10_000 }: PoolOptions): Pool {
  const block = new Int32Array(memory.buffer, control, 6);
  let broken: LnccError | undefined;
  let disposed = false;
  let pending: { resolve(): void; reject(error: LnccError): void } | undefined;
  const settle = (act: (current: NonNullable<typeof pending>) => void) => {
    const current = pending;
    pending = undefined;
    for (const thread of threads) thread.hold(false);
    if (current) act(current);
  };
  const fail = (reason: string) => {
    if (disposed || broken) return;
    broken = new LnccError(
      `A thread of the LNCC evaluation died: ${reason}. Dispose this evaluator and create another one.`,
    );
    const error = broken;
    settle(({ reject }) => reject(error));
  };
  const threads: Thread[] = scratch.map(() =>
    startThread(workerCode, {
      message: () => {
        if (Atomics.load(block, words.finished) === Atomics.load(block, words.end)) settle(({ resolve }) => resolve());
      },
      failure: fail,
    }),
  );
  threads.forEach((thread, index) => {
    thread.post({ module, memory, control, scratch: scratch[index] });
  });

  function publish(job: number, tasks: number): void {
    if (broken) throw broken;
    const first = Atomics.load(block, words.end);
    Atomics.store(block, words.job, job | 0);
    Atomics.store(block, words.first, first);
    Atomics.store(block, words.end, (first + tasks) | 0);
    const generation = (Atomics.load(block, words.generation) + 1) & 0x3fffffff;
    Atomics.store(block, words.generation, generation);
    Atomics.notify(block, words.generation);
  }

  return {
    run(job, tasks) {
      return new Promise((resolve, reject) => {
        for (const thread of threads) thread.hold(true);
        try {
          pending = { resolve, reject };
          publish(job, tasks);
        } catch (error) {
          settle(() => reject(error as LnccError));
        }
      });
    },
    runBlocking(job, tasks, compute) {
      publish(job, tasks);
      const started = performance.now();
      const end = Atomics.load(block, words.end);
      for (;;) {
        const task = Atomics.load(block, words.next);
        if (((end - task) | 0) <= 0) break;
        if (Atomics.compareExchange(block, words.next, task, (task + 1) | 0) !== task) continue;
        compute((task - Atomics.load(block, words.first)) | 0);
        Atomics.add(block, words.finished, 1);
      }
      const longest = patience + patiencePerOwnTime * (performance.now() - started);
      const deadline = performance.now() + longest;
      for (;;) {
        const finished = Atomics.load(block, words.finished);
        if (finished === end) return;
        const left = deadline - performance.now();
        if (left <= 0) {
          broken = new LnccError(
            `A thread of the LNCC evaluation did not finish within ${Math.round(longest / 1000)} s. Dispose this evaluator and create another one.`,
          );
          throw broken;
        }
        Atomics.wait(block, words.finished, finished, Math.min(left, 1000));
      }
    },
    dispose() {
      disposed = true;
      Atomics.store(block, words.generation, -1);
      Atomics.notify(block, words.generation);
      for (const thread of threads) thread.stop();
      const error = new LnccError('The evaluator was disposed while it was evaluating.');
      settle(({ reject }) => reject(error));
    },
  };
}
