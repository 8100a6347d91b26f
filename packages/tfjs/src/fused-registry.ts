import { MissingRuntimeError, UnsupportedOptionError } from '@fast-lncc/core';
import type { Method } from './method.ts';

/** A fused kernel as an entry of its own brings it: the one thing this module and those entries share. */
export interface FusedKernel {
  /** The backends whose tensors it takes. */
  readonly backends: readonly string[];
  /** Whether this JavaScript engine can run it. */
  isAvailable(): boolean;
  /** @param fallback Carries out what the kernel does not take: masks that are 0 everywhere. */
  method(fallback: Method): Method;
  /** Gives back the memory and the threads. */
  release(): void;
}

/** Backends whose tensors are read at once, without waiting: what the kernel of the CPU needs, and all it needs. */
export const cpuBackends: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

/** What to install and to import for a backend. */
const entries: readonly { readonly backends: readonly string[]; readonly peer: string; readonly entry: string }[] = [
  { backends: cpuBackends, peer: '@fast-lncc/wasm', entry: '@fast-lncc/tfjs/fused' },
  { backends: ['webgpu'], peer: '@fast-lncc/webgpu', entry: '@fast-lncc/tfjs/fused-webgpu' },
];

const registered = new Map<string, FusedKernel>();

/** Makes the algorithm `fused` known. The first registration stays, so that a second copy of an entry changes nothing. */
export function registerFused(kernel: FusedKernel): void {
  for (const backend of kernel.backends) {
    if (!registered.has(backend)) registered.set(backend, kernel);
  }
}

/** Gives back what the kernel registered for a backend keeps. */
export function releaseRegistered(backendName: string): void {
  registered.get(backendName)?.release();
}

/** Whether `fused` would run: registered, on a backend it serves, in an engine that has what it needs. */
export const canRunFused = (backendName: string): boolean => registered.get(backendName)?.isAvailable() ?? false;

/**
 * The kernel, for a call that names the algorithm.
 *
 * @throws MissingRuntimeError without the import, UnsupportedOptionError on a backend that no kernel serves.
 */
export function requireFused(backendName: string): FusedKernel {
  const kernel = registered.get(backendName);
  if (kernel !== undefined) return kernel;
  const found = entries.find(({ backends }) => backends.includes(backendName));
  if (found === undefined) {
    const served = entries.flatMap(({ backends }) => backends).join("', '");
    throw new UnsupportedOptionError(
      `algorithm 'fused' takes tensors of the backends '${served}', but the active one is '${backendName}'; use algorithm 'auto', or tf.setBackend('wasm').`,
    );
  }
  throw new MissingRuntimeError(
    `algorithm 'fused' is not registered: install ${found.peer}, and import '${found.entry}' once.`,
  );
}
