import { MissingRuntimeError } from '@fast-lncc/core';
import { kernelModule } from '../kernel.ts';
import type { Session } from '../session.ts';
import { availableThreads, missingForThreads } from './platform.ts';
import { controlBytes, createPool, type Pool } from './pool.ts';

/** Voxels below which waking other threads costs more than they save. */
const leastVoxels = 1 << 18;

/**
 * The number of threads an evaluator uses.
 *
 * @param possible Whether the calling thread can let others work.
 * @param voxels Of all images.
 * @throws MissingRuntimeError when more than one is asked for where only one is possible.
 */
export function chooseThreads(wanted: number | undefined, possible: boolean, tasks: number, voxels: number): number {
  const missing = missingForThreads() ?? (possible ? undefined : 'the main thread of a page may not wait for others');
  if (missing !== undefined) {
    if (wanted === undefined || wanted === 1) return 1;
    throw new MissingRuntimeError(`threads is ${wanted}, but ${missing}. Pass threads: 1, or leave it out.`);
  }
  if (wanted !== undefined) return Math.min(wanted, tasks);
  return voxels < leastVoxels ? 1 : Math.min(availableThreads(), tasks);
}

/** A pool that is started when it is first needed, and anew when an evaluation needs more scratch. */
export interface LazyPool {
  get(): Pool;
  dispose(): void;
}

/** @param first The first of the session's scratch regions that goes to the pool; those before it are the caller's. */
export function startPool(session: Session, first: number): LazyPool {
  let pool: Pool | undefined;
  let scratch: readonly number[] = [];
  return {
    get() {
      const regions = session.scratch();
      if (pool === undefined || regions !== scratch) {
        pool?.dispose();
        const control = session.arena.reserve(controlBytes);
        new Uint8Array(session.arena.memory.buffer, control, controlBytes).fill(0);
        pool = createPool({
          module: kernelModule(true),
          memory: session.arena.memory,
          control,
          scratch: regions.slice(first),
        });
        scratch = regions;
      }
      return pool;
    },
    dispose: () => pool?.dispose(),
  };
}
