import type { TrainerState } from '@fast-lncc/networks/training';
import { ensure } from '../expect.ts';

/** Equal number by number; NaN equals NaN, and 0 is not −0. */
export const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, index) => Object.is(value, b[index]));

type Arrays = Readonly<Record<string, Float32Array>>;

export function expectSameArrays(actual: Arrays, expected: Arrays): void {
  const [names, wanted] = [Object.keys(actual).join(), Object.keys(expected).join()];
  ensure(names === wanted, `names ${names}, expected ${wanted}`);
  for (const [name, values] of Object.entries(expected)) {
    ensure(same(actual[name] ?? [], values), `${name} is not the same bit for bit`);
  }
}

/** Everything of a state that is numbers, bit for bit. */
export function expectSameState(actual: TrainerState, expected: TrainerState): void {
  const vectorsOf = ({ parameters, moments }: TrainerState): Arrays => ({ parameters, ...moments });
  expectSameArrays(vectorsOf(actual), vectorsOf(expected));
}
