import { sizeOf } from '@fast-lncc/core';

/** A repeatable generator of numbers in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Two related images with texture everywhere. */
export function imagePair(shape: readonly number[], seed = 1): { moving: Float32Array; fixed: Float32Array } {
  const random = createRandom(seed);
  const moving = Float32Array.from({ length: sizeOf(shape) }, random);
  const fixed = moving.map((value) => 0.6 * value + 0.4 * random());
  return { moving, fixed };
}

/** ‖a − b‖ / ‖b‖ */
export function relativeError(a: ArrayLike<number> | undefined, b: ArrayLike<number>): number {
  if (a?.length !== b.length) throw new Error(`${a?.length} elements are compared with ${b.length}`);
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < b.length; index++) {
    difference += ((a[index] as number) - (b[index] as number)) ** 2;
    norm += (b[index] as number) ** 2;
  }
  return norm === 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
}
