import { UnsupportedOptionError } from '@fast-lncc/core';
import { assertLearningRate } from './optimizer.ts';

/** The learning rate of an epoch, the first being 0. */
export type LearningRateSchedule = (epoch: number) => number;

/** Options of {@link polynomialDecay}. */
export interface PolynomialDecay {
  /** Rate of the first epoch. Default 1e-4. */
  readonly initial?: number;
  /** The rate would be 0 in the epoch that follows the last. */
  readonly epochs: number;
  /** Default 0.9. */
  readonly power?: number;
  /** Decimals the rate is rounded to, ties to even. Default 8. */
  readonly decimals?: number;
}

/**
 * `round(initial · (1 − epoch / epochs)^power, decimals)`: with the defaults and 500 epochs, the schedule that VoxelMorph
 * and TransMorph are trained with (TransMorph repository, 6357a1d, IXI/TransMorph/train_TransMorph.py,
 * `adjust_learning_rate`).
 *
 * @throws UnsupportedOptionError for options outside their domain, and for an epoch that is none of its epochs.
 */
export function polynomialDecay(options: PolynomialDecay): LearningRateSchedule {
  const { initial = 1e-4, epochs, power = 0.9, decimals = 8 } = options;
  assertLearningRate(initial);
  assertWhole('epochs', epochs, 1);
  if (!(power > 0 && power < Number.POSITIVE_INFINITY)) {
    throw new UnsupportedOptionError(`power is ${power}; it must be positive, such as 0.9.`);
  }
  assertWhole('decimals', decimals, 0, 30);
  return (epoch) => {
    assertWhole('epoch', epoch, 0, epochs - 1);
    return roundHalfToEven(initial * (1 - epoch / epochs) ** power, decimals);
  };
}

/**
 * The same rate in every epoch: 1e-4 is what LKU-Net is trained with.
 *
 * @throws UnsupportedOptionError unless the rate is finite and not negative.
 */
export function constantRate(rate: number): LearningRateSchedule {
  assertLearningRate(rate);
  return () => rate;
}

/** @throws UnsupportedOptionError unless the value is a whole number of the range. */
export function assertWhole(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new UnsupportedOptionError(`${name} is ${value}; it must be a whole number ${range}.`);
}

/** As Python rounds: by the exact value of the double, halves to the even neighbor. */
function roundHalfToEven(value: number, decimals: number): number {
  const rounded = value.toFixed(decimals);
  // toFixed() takes the larger neighbor of a half; a hundred decimals show every half as it is.
  const exact = value.toFixed(100);
  const end = exact.indexOf('.') + 1 + decimals;
  const isHalf = /^50*$/.test(exact.slice(end));
  const isOdd = '13579'.includes(rounded.at(-1) ?? '');
  return Number(isHalf && isOdd ? exact.slice(0, end) : rounded);
}
