import { sizeOf } from '@fast-lncc/core';

/** A repeatable generator of numbers in [0, 1). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Two related images with texture everywhere, `offset` higher. */
export function imagePair(shape: readonly number[], { seed = 1, offset = 0 } = {}) {
  const random = createRandom(seed);
  const moving = Float32Array.from({ length: sizeOf(shape) }, random);
  const fixed = moving.map((value) => 0.6 * value + 0.4 * random());
  const raise = (values: Float32Array) => values.map((value) => value + offset);
  return { moving: raise(moving), fixed: raise(fixed) };
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
  return Math.sqrt(difference / (norm === 0 ? 1 : norm));
}
