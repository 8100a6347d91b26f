import { continueRandom, type Random, type RandomState } from '../random.ts';
import type { Flips } from './flip.ts';

/** Where a training is. */
export interface TrainingPlace {
  /** Epochs completed. */
  readonly epoch: number;
  /** Steps of the epoch that has begun. */
  readonly position: number;
  /** The generator as it was before the order and the flips of the epoch were drawn. */
  readonly random: RandomState;
}

/** What one step is given. */
export interface PlannedStep {
  readonly epoch: number;
  readonly position: number;
  /** Index of the pair. */
  readonly pair: number;
  readonly flips: Flips;
  /** Where the training is when the step is done. */
  readonly after: TrainingPlace;
}

/** The steps from a place to the end of the last epoch. */
export function* planSteps(
  from: TrainingPlace,
  { epochs, count, flips }: { readonly epochs: number; readonly count: number; readonly flips: boolean },
): Generator<PlannedStep> {
  let { epoch, position, random } = from;
  for (; epoch < epochs; epoch++, position = 0) {
    const generator = continueRandom(random);
    const pairs = planEpoch(generator, count, flips);
    const following = generator.state();
    for (; position < count; position++) {
      const isLast = position + 1 === count;
      const after = isLast
        ? { epoch: epoch + 1, position: 0, random: following }
        : { epoch, position: position + 1, random };
      yield { epoch, position, ...(pairs[position] as PlannedPair), after };
    }
    random = following;
  }
}

type PlannedPair = Pick<PlannedStep, 'pair' | 'flips'>;

/**
 * Every pair once, in a random order (Fisher and Yates), each axis of each pair reversed with probability ½. All of an
 * epoch is drawn at once, so that the generator's state before it stands for the whole of it.
 */
function planEpoch(random: Random, count: number, flips: boolean): readonly PlannedPair[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  const flip = () => flips && random() < 0.5;
  return order.map((pair) => ({ pair, flips: [flip(), flip(), flip()] }));
}
