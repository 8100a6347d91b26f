import type { Algorithm, LnccResult, PreparedFixed, ResolvedDefinition } from '@fast-lncc/core';
import type { Steps } from './evaluate.ts';
import { openEngine } from './evaluator.ts';
import type { CreateLnccOptions } from './options.ts';
import type { WasmRequest } from './requests.ts';
import { startPool } from './threads/choose-threads.ts';
import { mayBlock } from './threads/platform.ts';

/** An LNCC of one definition and shape whose evaluations block: for frameworks that are synchronous. */
export interface SyncLnccEvaluator {
  readonly definition: ResolvedDefinition;
  readonly algorithm: Algorithm;
  /** Threads that compute, the calling one among them. */
  readonly threads: number;
  /** As `evaluate` of {@link createLncc}. */
  evaluateSync(request: WasmRequest): LnccResult<Float32Array>;
  /** As `prepareFixed` of {@link createLncc}. */
  prepareFixedSync(fixed: Float32Array, mask?: Float32Array): PreparedFixed<Float32Array>;
  /** An array of the images' length inside the evaluator's memory, which is taken as it is instead of being copied. */
  allocate(): Float32Array;
  /** Gives an array of `allocate` back; it must not be used again. */
  free(array: Float32Array): void;
  dispose(): void;
  [Symbol.dispose](): void;
}

/**
 * The evaluator of {@link createLncc}, synchronous. The calling thread computes, with `threads − 1` others beside it where
 * it may wait for them: everywhere but on the main thread of a page, where `threads` above 1 is an error.
 *
 * @throws ShapeMismatchError, InvalidWindowError, UnsupportedOptionError, MissingRuntimeError before any work starts.
 */
export function createLnccSync(options: CreateLnccOptions): SyncLnccEvaluator {
  const engine = openEngine(options, mayBlock());
  const { session } = engine;
  const pool = startPool(session, 1);
  const runAll = () => {
    const [own] = session.scratch() as [number];
    const compute = (task: number) => session.kernel.run(session.job, task, own);
    if (session.threads > 1) pool.get().runBlocking(session.job, session.tasks, compute);
    else for (let task = 0; task < session.tasks; task++) compute(task);
  };
  const drive = <Result>(steps: Steps<Result>): Result => {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      try {
        runAll();
      } catch (error) {
        steps.return(undefined as never);
        throw error;
      }
    }
  };
  const dispose = () => {
    engine.close();
    pool.dispose();
  };
  return {
    definition: session.definition,
    algorithm: 'fused',
    threads: session.threads,
    evaluateSync: (request) => drive(engine.evaluate(request)),
    prepareFixedSync: engine.prepareFixed,
    allocate: engine.allocate,
    free: engine.free,
    dispose,
    [Symbol.dispose]: dispose,
  };
}
