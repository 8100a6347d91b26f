import { assertMask, LnccError, type LnccResult, type PreparedFixed, resolveDefinition, sizeOf } from '@fast-lncc/core';
import { evaluation, type Steps } from './evaluate.ts';
import { type CreateLnccOptions, splitOptions } from './options.ts';
import { createPreparedFixed, preparedState } from './prepared-fixed.ts';
import { assertFloats, checkRequest, type WasmRequest } from './requests.ts';
import { openSession, type Session } from './session.ts';
import type { Allocations } from './staging.ts';
import { chooseThreads } from './threads/choose-threads.ts';
import { missingForThreads } from './threads/platform.ts';

/** What the synchronous and the asynchronous evaluator share: everything but who runs the kernel. */
export interface Engine {
  readonly session: Session;
  /** @throws LnccError after `close`, and what bad input throws; nothing is touched before. */
  evaluate(request: WasmRequest): Steps<LnccResult<Float32Array>>;
  prepareFixed(fixed: Float32Array, mask: Float32Array | undefined): PreparedFixed<Float32Array>;
  allocate(): Float32Array;
  free(array: Float32Array): void;
  close(): void;
}

/**
 * Checks the options and opens the memory.
 *
 * @param mayUseThreads Whether the calling thread can let others work.
 */
export function openEngine(options: CreateLnccOptions, mayUseThreads: boolean): Engine {
  const { shape, definition, slabs, threads } = splitOptions(options);
  const session = openSession({
    definition: resolveDefinition(definition, shape),
    slabs,
    shared: missingForThreads() === undefined,
    chooseThreads: (tasks, voxels) => chooseThreads(threads, mayUseThreads, tasks, voxels),
  });
  const { arena } = session;
  const elements = sizeOf(shape);
  const allocations: Allocations = new WeakMap();
  let closed = false;
  const assertOpen = () => {
    if (closed) throw new LnccError('This evaluator was disposed; create another one with createLncc.');
  };
  return {
    session,
    evaluate(request) {
      assertOpen();
      const checked = checkRequest(session.definition, request);
      const prepared = checked.prepared && preparedState(checked.prepared, session, checked.mask);
      return evaluation(session, checked, allocations, prepared);
    },
    prepareFixed(fixed, mask) {
      assertOpen();
      assertFloats('fixed', fixed, shape);
      if (mask !== undefined) {
        assertFloats('mask', mask, shape);
        assertMask(mask, shape);
      }
      return createPreparedFixed(session, fixed, mask);
    },
    allocate() {
      assertOpen();
      // Memory that is not shared moves when it grows, and takes the arrays in it away.
      if (!arena.isShared) return new Float32Array(elements);
      const address = arena.reserve(4 * elements);
      const array = arena.floats(address, elements).fill(0);
      allocations.set(array, address);
      return array;
    },
    free(array) {
      const address = allocations.get(array);
      if (address === undefined) return;
      allocations.delete(array);
      arena.giveBack(address);
    },
    close() {
      closed = true;
    },
  };
}
