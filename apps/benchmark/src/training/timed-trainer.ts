import type { Trainer, TrainingLoss } from '@fast-lncc/networks/training';

/** The clock of one epoch. */
export interface StepTimes {
  /** Of the last step. */
  readonly milliseconds: number;
  /** From the end of the step before, or the start of the clock, to the beginning of this one. */
  readonly loadMilliseconds: number;
}

/** A trainer whose steps are timed, and the times of the last one. */
export function timedTrainer(trainer: Trainer): { readonly trainer: Trainer; readonly times: () => StepTimes } {
  let idleSince = performance.now();
  let last: StepTimes = { milliseconds: 0, loadMilliseconds: 0 };
  const step = async (pair: Parameters<Trainer['step']>[0]): Promise<TrainingLoss> => {
    const start = performance.now();
    const losses = await trainer.step(pair);
    const end = performance.now();
    last = { milliseconds: end - start, loadMilliseconds: start - idleSince };
    idleSince = end;
    return losses;
  };
  return { trainer: { ...trainer, step }, times: () => last };
}
