import { InvalidDataError } from '@fast-lncc/core';
import type { TrainerState, TrainingLoss } from './trainer.ts';

const wayOut = 'Look for values that are not finite in the images, or train with a lower learning rate.';

/** @throws InvalidDataError for a loss that is not finite: the step that gave it has spoiled the weights. */
export function assertFiniteLoss({ loss }: TrainingLoss, epoch: number, pair: number): void {
  if (Number.isFinite(loss)) return;
  throw new InvalidDataError(
    `The loss of pair ${pair} in epoch ${epoch} is ${loss}, so the step is not kept. ${wayOut}`,
  );
}

/** @throws InvalidDataError unless weights and moments are finite: gradients may not be where the loss still is. */
export function assertFiniteState({ step, parameters, moments }: TrainerState): void {
  for (const [name, values] of Object.entries({ parameters, ...moments })) {
    if (allFinite(values)) continue;
    const found = values.find((value) => !Number.isFinite(value));
    throw new InvalidDataError(
      `After step ${step} there is ${found} in '${name}', so the state is not saved and the one before is kept. ${wayOut}`,
    );
  }
}

/** In one pass without calls, because the vectors can be long: 0 · x is 0 for finite numbers alone. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += 0 * (values[index] as number);
  return sum === 0;
}
