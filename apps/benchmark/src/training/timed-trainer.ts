import type { Trainer, TrainingLoss } from '@fast-lncc/networks/training';

/** The clock of one epoch. */
export interface StepTimes {
  /** Of the last step. */
  readonly milliseconds: number;
  /** From the end of the step before, or where there is none from `loading`, to the beginning of this one. */
  readonly loadMilliseconds: number;
}

export interface TimedTrainer {
  readonly trainer: Trainer;
  /** The times of the last step. */
  times(): StepTimes;
  /** A pair begins to be loaded. Before the first, a training reads and writes its state, which is no loading. */
  loading(): void;
}

/** A trainer whose steps are timed. */
export function timedTrainer(trainer: Trainer): TimedTrainer {
  let idleSince: number | undefined;
  let last: StepTimes = { milliseconds: 0, loadMilliseconds: 0 };
  const step = async (pair: Parameters<Trainer['step']>[0]): Promise<TrainingLoss> => {
    const start = performance.now();
    const losses = await trainer.step(pair);
    const end = performance.now();
    last = { milliseconds: end - start, loadMilliseconds: start - (idleSince ?? start) };
    idleSince = end;
    return losses;
  };
  return {
    trainer: { ...trainer, step },
    times: () => last,
    loading: () => {
      idleSince ??= performance.now();
    },
  };
}
