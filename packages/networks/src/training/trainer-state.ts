import { assertLength, formatShape, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import { momentNames } from './optimizer.ts';
import type { ResolvedTraining } from './resolve-training.ts';
import type { TrainerState } from './trainer.ts';

/** @throws ShapeMismatchError, UnsupportedOptionError unless the state is one of this training. */
export function assertState(
  state: TrainerState,
  { network, size, optimizer, layout }: Omit<ResolvedTraining, 'parameters'>,
): void {
  if (
    state.network !== network.name ||
    state.optimizer !== optimizer.name ||
    formatShape(state.size) !== formatShape(size)
  ) {
    throw new ShapeMismatchError(
      `The state is of ${state.network} with ${state.optimizer} at ${formatShape(state.size)}, ` +
        `but this trainer has ${network.name} with ${optimizer.name} at ${formatShape(size)}.`,
    );
  }
  assertLength('parameters', state.parameters.length, [layout.length]);
  for (const name of momentNames(optimizer)) {
    const moment = state.moments[name];
    if (moment === undefined) throw new ShapeMismatchError(`The state has no '${name}'.`);
    assertLength(name, moment.length, [layout.length]);
  }
  if (!Number.isInteger(state.step) || state.step < 0) {
    throw new UnsupportedOptionError(`The state's step is ${state.step}; it must be a whole number.`);
  }
}
