import { InvalidDataError } from '@fast-lncc/core';
import type { TrainingState } from './training-state.ts';

/**
 * @param name of the file, for messages.
 * @param learningRates of all epochs.
 * @throws InvalidDataError, with both values, unless a stored state is one of this training. A training may become longer
 * than it was to be, as long as the learning rates of the epochs that have begun stay.
 */
export function assertSameTraining(
  stored: Pick<TrainingState, 'settings' | 'learningRates'>,
  settings: Readonly<Record<string, string>>,
  learningRates: readonly number[],
  name: string,
): void {
  const refuse = (what: string, there: string | undefined, here: string | undefined) => {
    throw new InvalidDataError(
      `'${name}' is of another training: ${what} is ${there ?? 'not set'} there, but ${here ?? 'not set'} here. ` +
        'Give this training a file of its own, or the settings of that one.',
    );
  };
  for (const key of new Set([...Object.keys(settings), ...Object.keys(stored.settings)])) {
    if (stored.settings[key] !== settings[key]) refuse(key, stored.settings[key], settings[key]);
  }
  if (stored.learningRates.length > learningRates.length) {
    refuse('the number of epochs', `${stored.learningRates.length} or more`, String(learningRates.length));
  }
  stored.learningRates.forEach((rate, epoch) => {
    if (rate !== learningRates[epoch]) {
      refuse(`the learning rate of epoch ${epoch}`, String(rate), String(learningRates[epoch]));
    }
  });
}
