/// <reference lib="dom" />
import { MissingRuntimeError } from '@fast-lncc/core';
import { kernelBase64, sharedFlagOffset } from './generated/kernel.js';

/** What the compiled kernel offers. */
export interface Kernel {
  run(job: number, task: number, scratch: number): void;
  scratchBytes(job: number, at: number): number;
}

const modules = new Map<boolean, WebAssembly.Module>();

/**
 * The kernel's module, compiled once per kind of memory: a few kilobytes, so that compiling it on the calling thread is
 * no matter.
 *
 * @throws MissingRuntimeError where WebAssembly or its SIMD instructions are missing.
 */
export function kernelModule(shared: boolean): WebAssembly.Module {
  const known = modules.get(shared);
  if (known) return known;
  if (typeof WebAssembly === 'undefined') {
    throw new MissingRuntimeError(
      'This JavaScript engine has no WebAssembly; use @fast-lncc/tfjs on the cpu backend instead.',
    );
  }
  const bytes = Uint8Array.from(atob(kernelBase64), (character) => character.charCodeAt(0));
  if (!shared) bytes[sharedFlagOffset] = 1;
  if (!WebAssembly.validate(bytes)) {
    throw new MissingRuntimeError(
      'This JavaScript engine has no WebAssembly SIMD (128 bits): Node has it since 16, Chrome since 91, Firefox since 89, ' +
        'Safari since 16.4. Use @fast-lncc/tfjs on the cpu backend instead.',
    );
  }
  const module = new WebAssembly.Module(bytes);
  modules.set(shared, module);
  return module;
}

/** The kernel on a memory. */
export function instantiateKernel(memory: WebAssembly.Memory, shared: boolean): Kernel {
  const instance = new WebAssembly.Instance(kernelModule(shared), { env: { memory } });
  return instance.exports as unknown as Kernel;
}
