import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Tensor } from 'onnxruntime-common';
import { turnsOf } from './in-turn.ts';
import { type OrtModule, type SessionExecution, sessionOptions } from './runtime.ts';

/** Sessions made when first needed, each once, and released together. */
export interface SessionPool {
  /** Feeds the session of a key, making it from its model the first time; inputs the model does not have are left out. */
  run(key: string, model: () => Uint8Array, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  /** @throws UnsupportedOptionError after {@link SessionPool.dispose}. */
  assertOpen(): void;
  /** Waits for what is running and releases every session. Calling it again does nothing. */
  dispose(): Promise<void>;
}

/**
 * A pool of sessions of one runtime.
 *
 * @param onDevice The outputs, by the key of the session, that stay where the provider computes them.
 */
export function createSessionPool(
  ort: OrtModule,
  execution: SessionExecution,
  onDevice: Readonly<Record<string, readonly string[]>> = {},
): SessionPool {
  const inTurn = turnsOf(ort, execution);
  const create = (model: Uint8Array, key: string) =>
    inTurn(() => ort.InferenceSession.create(model, sessionOptions(execution, onDevice[key])));
  const sessions = new Map<string, ReturnType<typeof create>>();
  const running = new Set<Promise<unknown>>();
  let open = true;

  const assertOpen = () => {
    if (!open) throw new UnsupportedOptionError('This evaluator or trainer has been disposed; create another one.');
  };
  const run: SessionPool['run'] = async (key, model, feeds) => {
    assertOpen();
    let pending = sessions.get(key);
    if (pending === undefined) {
      pending = create(model(), key);
      sessions.set(key, pending);
      pending.catch(() => sessions.delete(key));
    }
    const session = await pending;
    const known = Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputNames.includes(name)));
    return (await inTurn(() => session.run(known))) as Record<string, Tensor>;
  };
  return {
    assertOpen,
    run(key, model, feeds) {
      const result = run(key, model, feeds);
      running.add(result);
      const done = () => running.delete(result);
      result.then(done, done);
      return result;
    },
    async dispose() {
      if (!open) return;
      open = false;
      await Promise.allSettled([...running]);
      const made = await Promise.allSettled([...sessions.values()]);
      sessions.clear();
      for (const session of made) {
        if (session.status === 'fulfilled') await inTurn(() => session.value.release());
      }
    },
  };
}
