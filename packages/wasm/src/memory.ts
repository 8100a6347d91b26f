/// <reference lib="dom" />
import { LnccError, ShapeMismatchError } from '@fast-lncc/core';

const pageBytes = 65536;
/** What a 32-bit address reaches. */
const mostBytes = 65536 * pageBytes;

/** The memory of one evaluator: regions are reserved at its end, and given back ones are used again for the same size. */
export interface Arena {
  readonly memory: WebAssembly.Memory;
  readonly isShared: boolean;
  /** @returns The address of a region, aligned to 64 bytes, filled with zeros or what was there before. */
  reserve(bytes: number): number;
  giveBack(address: number): void;
  /** The first address that no region has had yet. */
  end(): number;
  floats(address: number, length: number): Float32Array;
  doubles(address: number, length: number): Float64Array;
}

/**
 * @param shared Threads and arrays that survive growth need shared memory.
 * @throws ShapeMismatchError when a region would lie beyond 4 GiB, LnccError when the machine has no more memory.
 */
export function createArena(shared: boolean): Arena {
  const memory = newMemory(shared);
  const sizes = new Map<number, number>();
  const free = new Map<number, number[]>();
  // Address 0 stands for nothing.
  let end = 64;
  return {
    memory,
    isShared: shared,
    reserve(bytes) {
      const size = Math.max(64, Math.ceil(bytes / 64) * 64);
      const reused = free.get(size)?.pop();
      if (reused !== undefined) return reused;
      assertFits(end + size);
      const missing = end + size - memory.buffer.byteLength;
      if (missing > 0) growMemory(memory, Math.ceil(missing / pageBytes));
      const address = end;
      end += size;
      sizes.set(address, size);
      return address;
    },
    giveBack(address) {
      const size = sizes.get(address) ?? 0;
      const list = free.get(size);
      if (list) list.push(address);
      else free.set(size, [address]);
    },
    end: () => end,
    floats: (address, length) => new Float32Array(memory.buffer, address, length),
    doubles: (address, length) => new Float64Array(memory.buffer, address, length),
  };
}

/** @throws ShapeMismatchError beyond what 32 bits address. */
export function assertFits(bytes: number): void {
  if (bytes <= mostBytes) return;
  throw new ShapeMismatchError(
    `This evaluation needs ${gibibytes(bytes)} GiB, and WebAssembly memory ends at 4 GiB. Evaluate the samples of the batch one by one, ` +
      'ask for one gradient at a time, or split the volume.',
  );
}

const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);

function newMemory(shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 65536, shared });
  } catch (cause) {
    throw outOfMemory(pageBytes, cause);
  }
}

function growMemory(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch (cause) {
    throw outOfMemory(memory.buffer.byteLength + pages * pageBytes, cause);
  }
}

const outOfMemory = (bytes: number, cause: unknown): LnccError =>
  new LnccError(
    `The machine gives no ${gibibytes(bytes)} GiB of memory to WebAssembly; dispose evaluators that are not used, or split the batch.`,
    { cause },
  );
