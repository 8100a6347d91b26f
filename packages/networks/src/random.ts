/** The four words of a generator. */
export type RandomState = readonly [number, number, number, number];

/** A generator of uniform numbers in [0, 1). */
export interface Random {
  (): number;
  /** What {@link continueRandom} goes on from. */
  state(): RandomState;
}

/** A seeded generator: xoshiro128** (Blackman and Vigna), seeded by splitmix32. */
export function createRandom(seed: number): Random {
  let mixed = seed >>> 0;
  const word = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let value = mixed;
    value = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
    value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
    return (value ^ (value >>> 15)) >>> 0;
  };
  return continueRandom([word(), word(), word(), word()]);
}

/** The generator that had this state. */
export function continueRandom(state: RandomState): Random {
  let [first, second, third, fourth] = state;
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));
  const next = () => {
    const result = Math.imul(rotate(Math.imul(second, 5), 7), 9) >>> 0;
    const mix = third ^ first;
    const turn = fourth ^ second;
    fourth = rotate(turn, 11);
    third = mix ^ (second << 9);
    first ^= turn;
    second ^= mix;
    return result / 4294967296;
  };
  return Object.assign(next, {
    state: (): RandomState => [first >>> 0, second >>> 0, third >>> 0, fourth >>> 0],
  });
}

/** Standard normal numbers from uniform ones (Box and Muller), one per pair of draws. */
export function createNormal(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
