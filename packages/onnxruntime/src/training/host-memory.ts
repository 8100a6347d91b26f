import { availableMemory } from '@fast-lncc/networks/training';

/** What a WebAssembly memory of 32 bits can hold. */
const webAssemblyMemory = 2 ** 32;

/** The bytes that a provider can still take, as far as it is known: on devices it is not. */
export function hostMemoryOf(provider: string): number | undefined {
  if (provider === 'cpu') return availableMemory();
  if (provider === 'wasm') return Math.min(availableMemory() ?? webAssemblyMemory, webAssemblyMemory);
  return undefined;
}
