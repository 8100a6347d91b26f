import { MissingRuntimeError } from '@fast-lncc/core';
import { createLnccSync } from '@fast-lncc/wasm';
import { cpuBackends, registerFused, releaseRegistered } from '../fused-registry.ts';
import { releaseEvaluators } from './evaluators.ts';
import { fusedMethod } from './method.ts';

let available: boolean | undefined;

/** Whether this JavaScript engine runs the kernel: it needs WebAssembly with SIMD. */
function isAvailable(): boolean {
  available ??= canCreate();
  return available;
}

function canCreate(): boolean {
  try {
    createLnccSync({ shape: [1, 1, 1], window: 1, threads: 1 }).dispose();
    return true;
  } catch (error) {
    if (error instanceof MissingRuntimeError) return false;
    throw error;
  }
}

registerFused({ backends: cpuBackends, isAvailable, method: fusedMethod, release: releaseEvaluators });

/**
 * Gives back the memory and the threads that the algorithm `fused` keeps between calls: up to four evaluators, each with
 * the images and gradients of its shape. For a page that has done its training; calls afterwards work, and start anew.
 */
export function releaseFused(): void {
  for (const backend of cpuBackends) releaseRegistered(backend);
}
