import { Tinypool } from 'tinypool';
import { type Outcome, outcomeOf } from './outcome.ts';
import { performTask, type TaskInFolder } from './perform-task.ts';

/** Performs tasks; the promise of one that the signal ends is rejected. */
export interface TaskRunner {
  run(task: TaskInFolder, signal: AbortSignal): Promise<Outcome>;
  end(): Promise<void>;
}

/** One after the other, in this thread. */
export const inThisThread = (): TaskRunner => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(task, signal) {
      const outcome = last.then(async () => {
        // Signals are seen between two images.
        await new Promise(setImmediate);
        signal.throwIfAborted();
        return outcomeOf(() => performTask(task));
      });
      last = outcome.catch(() => undefined);
      return outcome;
    },
    end: () => Promise.resolve(),
  };
};

/** On so many threads; a signal ends the running tasks at once, whose files stay unwritten or whole. */
export function inThreads(threads: number): TaskRunner {
  const pool = new Tinypool({
    filename: new URL('./prepare-thread.js', import.meta.url).href,
    name: 'prepare',
    minThreads: 0,
    maxThreads: threads,
  });
  return {
    run: (task, signal) => pool.run(task, { signal }) as Promise<Outcome>,
    end: () => pool.destroy(),
  };
}
