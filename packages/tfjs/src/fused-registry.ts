import { MissingRuntimeError, UnsupportedOptionError } from '@fast-lncc/core';
import type { Method } from './method.ts';

/** The fused kernel as `@fast-lncc/tfjs/fused` brings it: the one thing this module and that entry share. */
export interface FusedKernel {
  /** Whether this JavaScript engine can run it. */
  isAvailable(): boolean;
  /** @param fallback Carries out what the kernel does not take: masks that are 0 everywhere. */
  method(fallback: Method): Method;
  /** Gives back the memory and the threads. */
  release(): void;
}

/** Backends whose tensors are read at once, without waiting: what the fused kernel needs, and all it needs. */
const fusedBackends: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

let registered: FusedKernel | undefined;

/** Makes the algorithm `fused` known. The first registration stays, so that a second copy of the entry changes nothing. */
export function registerFused(kernel: FusedKernel): void {
  registered ??= kernel;
}

export function releaseRegistered(): void {
  registered?.release();
}

/** Whether `fused` would run: registered, on a backend it serves, in an engine that has what it needs. */
export function canRunFused(backendName: string): boolean {
  return registered !== undefined && fusedBackends.includes(backendName) && registered.isAvailable();
}

/**
 * The kernel, for a call that names the algorithm.
 *
 * @throws MissingRuntimeError without the import, UnsupportedOptionError on a backend that keeps its tensors elsewhere.
 */
export function requireFused(backendName: string): FusedKernel {
  if (!fusedBackends.includes(backendName)) {
    throw new UnsupportedOptionError(
      `algorithm 'fused' works on the CPU, on tensors of the backends '${fusedBackends.join("', '")}', but the active one is '${backendName}'; use algorithm 'auto', or tf.setBackend('wasm').`,
    );
  }
  if (registered === undefined) {
    throw new MissingRuntimeError(
      "algorithm 'fused' is not registered: install @fast-lncc/wasm, and import '@fast-lncc/tfjs/fused' once.",
    );
  }
  return registered;
}
