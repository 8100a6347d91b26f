/// <reference lib="dom" />
import { MissingRuntimeError } from '@fast-lncc/core';

interface NodeModules {
  getBuiltinModule?(name: string): unknown;
}

interface NodeThreads {
  readonly Worker: new (code: string, options: object) => NodeWorker;
}

interface NodeWorker {
  postMessage(message: unknown): void;
  terminate(): Promise<number>;
  ref(): void;
  unref(): void;
  on(event: string, listener: (value: unknown) => void): void;
}

/** A thread, the same in Node and in browsers. */
export interface Thread {
  post(message: unknown): void;
  /** Whether the thread keeps the process alive. */
  hold(held: boolean): void;
  stop(): void;
}

/** What a thread tells. */
export interface ThreadEvents {
  message(data: unknown): void;
  /** It died, or could not start. */
  failure(reason: string): void;
}

const nodeModule = (name: string): unknown =>
  (globalThis as { process?: NodeModules }).process?.getBuiltinModule?.(`node:${name}`);

const nodeThreads = (): NodeThreads | undefined => nodeModule('worker_threads') as NodeThreads | undefined;

/** Why threads are not possible here; `undefined` where they are. */
export function missingForThreads(): string | undefined {
  if (typeof SharedArrayBuffer === 'undefined') {
    return 'SharedArrayBuffer is missing: a page has it when it is served with the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"';
  }
  if (nodeThreads() === undefined && typeof Worker === 'undefined') return 'this JavaScript engine has no workers';
  return undefined;
}

/** Whether the calling thread may wait for others: everywhere but on the main thread of a page. */
export function mayBlock(): boolean {
  return typeof (globalThis as { window?: unknown }).window === 'undefined' || nodeThreads() !== undefined;
}

/** Threads the machine runs at once. */
export function availableThreads(): number {
  const system = nodeModule('os') as { availableParallelism(): number } | undefined;
  return system?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/**
 * Starts a thread from the text of its program.
 *
 * @throws MissingRuntimeError where threads cannot be started.
 */
export function startThread(code: string, events: ThreadEvents): Thread {
  const threads = nodeThreads();
  return threads === undefined ? startBrowserThread(code, events) : startNodeThread(threads, code, events);
}

function startNodeThread({ Worker }: NodeThreads, code: string, events: ThreadEvents): Thread {
  const worker = new Worker(code, { eval: true, name: 'fast-lncc' });
  worker.on('message', (data) => events.message(data));
  worker.on('error', (error) => events.failure(String(error)));
  worker.on('exit', (exitCode) => events.failure(`it ended with exit code ${exitCode}`));
  worker.unref();
  return {
    post: (message) => worker.postMessage(message),
    hold: (held) => (held ? worker.ref() : worker.unref()),
    stop: () => void worker.terminate(),
  };
}

function startBrowserThread(code: string, events: ThreadEvents): Thread {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  let worker: Worker;
  try {
    worker = new Worker(url, { name: 'fast-lncc' });
  } catch (cause) {
    throw new MissingRuntimeError(
      'The page does not allow workers from blob: URLs; add "worker-src blob:" to its Content-Security-Policy, or pass threads: 1.',
      { cause },
    );
  } finally {
    URL.revokeObjectURL(url);
  }
  worker.onmessage = ({ data }) => events.message(data);
  worker.onerror = ({ message }) => events.failure(message);
  return { post: (message) => worker.postMessage(message), hold: () => {}, stop: () => worker.terminate() };
}
