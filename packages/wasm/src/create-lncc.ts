import type { LnccEvaluator, LnccResult } from '@fast-lncc/core';
import type { Steps } from './evaluate.ts';
import { openEngine } from './evaluator.ts';
import type { CreateLnccOptions } from './options.ts';
import type { WasmRequest } from './requests.ts';
import { startPool } from './threads/choose-threads.ts';

/** An LNCC of one definition and shape in WebAssembly. */
export interface WasmLnccEvaluator extends LnccEvaluator<Float32Array> {
  /** Threads that compute: with 1 the calling one, with more others, so that the calling one stays free. */
  readonly threads: number;
  /** With `into`, results are written into given arrays instead of new ones. */
  evaluate(request: WasmRequest): Promise<LnccResult<Float32Array>>;
  /** An array of the images' length inside the evaluator's memory, which is taken as it is instead of being copied. */
  allocate(): Float32Array;
  /** Gives an array of `allocate` back; it must not be used again. */
  free(array: Float32Array): void;
}

/**
 * Loss and exact gradient in ONE sweep over the two images: neither the five maps nor their window sums are ever held as
 * volumes, only a few planes per thread. Sums are float64, running where the window is a box and direct where it is not,
 * under a moment mask, or where an image would spoil running ones (NaN, or values that differ too much).
 *
 * Images are Float32Array in C order, `[batch, channels, ...spatial]`. Evaluations wait for each other; their images must
 * not be changed before they are done. Results do not depend on the number of threads, to the last bit.
 *
 * @throws ShapeMismatchError (also beyond 4 GiB), InvalidWindowError, UnsupportedOptionError, MissingRuntimeError before
 * any work starts.
 */
export async function createLncc(options: CreateLnccOptions): Promise<WasmLnccEvaluator> {
  const engine = openEngine(options, true);
  const { session } = engine;
  const pool = startPool(session, 0);
  let queue: Promise<unknown> = Promise.resolve();
  const runAll = async () => {
    const [own] = session.scratch() as [number];
    if (session.threads > 1) await pool.get().run(session.job, session.tasks);
    else for (let task = 0; task < session.tasks; task++) session.kernel.run(session.job, task, own);
  };
  const drive = async <Result>(steps: Steps<Result>): Promise<Result> => {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      try {
        await runAll();
      } catch (error) {
        steps.return(undefined as never);
        throw error;
      }
    }
  };
  const enqueue = <Result>(steps: Steps<Result>): Promise<Result> => {
    const result = queue.then(() => drive(steps));
    queue = result.catch(() => {});
    return result;
  };
  const dispose = async () => {
    engine.close();
    await queue;
    pool.dispose();
  };
  return {
    definition: session.definition,
    algorithm: 'fused',
    threads: session.threads,
    evaluate: async (request) => enqueue(engine.evaluate(request)),
    prepareFixed: async (fixed, mask) => engine.prepareFixed(fixed, mask),
    allocate: engine.allocate,
    free: engine.free,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
