import { sizeOf } from '@fast-lncc/core';

/** A map of a training step, as far as its memory goes. */
export interface CountedMap {
  readonly shape: readonly number[];
}

/** What one verb of a network takes, keeps and needs, forward and back. */
export interface RecordedStep {
  readonly inputs: readonly CountedMap[];
  readonly output: CountedMap;
  /** Maps whose values the way back needs. */
  readonly keeps: readonly CountedMap[];
  /** Elements that are made forward and kept for the way back. */
  readonly extra: number;
  /** Elements that are needed beside inputs and output while the verb is carried out, forward and back. */
  readonly whileForward: number;
  readonly whileBackward: number;
}

/** Elements of a map. */
export const elementsOf = ({ shape }: CountedMap): number => sizeOf(shape);

/**
 * The most elements that are alive at one time, when the steps are carried out one after the other, forward and then back,
 * and everything goes as soon as nothing needs it any more: maps that the way back needs stay until it has passed, and the
 * gradient of a map lives from the last step that reads the map until the step that made it.
 */
export function largestAlive(steps: readonly RecordedStep[]): number {
  const changes = new Float64Array(2 * steps.length + 1);
  const backwardOf = (step: number) => 2 * steps.length - 1 - step;
  const add = (elements: number, first: number, last: number) => {
    changes[first] = (changes[first] as number) + elements;
    changes[last + 1] = (changes[last + 1] as number) - elements;
  };
  for (const [map, { made, read, kept }] of livesOf(steps)) {
    add(elementsOf(map), Math.max(made, 0), kept === undefined ? Math.max(made, read.last) : backwardOf(kept));
    // Images have no gradient, and neither has what nothing reads.
    if (made >= 0 && read.last >= 0) add(elementsOf(map), backwardOf(read.last), backwardOf(made));
  }
  steps.forEach(({ extra, whileForward, whileBackward }, step) => {
    add(extra, step, backwardOf(step));
    add(whileForward, step, step);
    add(whileBackward, backwardOf(step), backwardOf(step));
  });
  let [alive, largest] = [0, 0];
  for (const change of changes) {
    alive += change;
    largest = Math.max(largest, alive);
  }
  return largest;
}

/** By step: where a map is made (−1: an input), read last, and kept by the earliest step. */
interface Life {
  made: number;
  readonly read: { last: number };
  kept: number | undefined;
}

function livesOf(steps: readonly RecordedStep[]): ReadonlyMap<CountedMap, Life> {
  const lives = new Map<CountedMap, Life>();
  const lifeOf = (map: CountedMap): Life => {
    const life = lives.get(map) ?? { made: -1, read: { last: -1 }, kept: undefined };
    lives.set(map, life);
    return life;
  };
  steps.forEach(({ inputs, output, keeps }, step) => {
    for (const input of inputs) lifeOf(input).read.last = step;
    lifeOf(output).made = step;
    for (const map of keeps) lifeOf(map).kept ??= step;
  });
  return lives;
}
