import { type Random, seededRandom } from '../src/data/random.ts';

/** Draws for the making of inputs. */
export interface Choose {
  /** A whole number from 0 to `count - 1`. */
  below(count: number): number;
  one<Item>(items: readonly Item[]): Item;
  chance(probability: number): boolean;
}

/** The draws of one input: the same for the same seed and index, whatever was made before. */
export function chooseFor(seed: number, index: number): Choose {
  const random: Random = seededRandom((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b)) >>> 0);
  const below = (count: number) => Math.floor(random.uniform() * count);
  return {
    below,
    one: (items) => items[below(items.length)]!,
    chance: (probability) => random.uniform() < probability,
  };
}
