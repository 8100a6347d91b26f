import type { ContenderId } from '../contenders/contender.ts';
import type { LossRow } from './loss-rows.ts';
import type { TrainingRow } from './training-rows.ts';

/** Where the time of one training step goes, in milliseconds on average. */
export interface TimeShares {
  readonly contender: ContenderId;
  /** The network's name. */
  readonly network: string;
  readonly grid: string;
  /** What the step waited for its images. */
  readonly loadMilliseconds: number;
  /** The images on their way to the device, where it was measured. */
  readonly transferMilliseconds?: number;
  /** The loss and its gradient, as the loss alone takes on the same grid; absent where that was not timed. */
  readonly lossMilliseconds?: number;
  /** The step without transfer and loss: network, warp, smoothness and update. */
  readonly restMilliseconds: number;
  /** The whole step, without the wait for its images. */
  readonly stepMilliseconds: number;
}

export function timeShares(training: readonly TrainingRow[], loss: readonly LossRow[]): TimeShares[] {
  return training.map(
    ({ contender, network, grid, loadMilliseconds, transferMilliseconds, meanStepMilliseconds: step }) => {
      const alone = loss.find((row) => row.contender === contender && row.grid === grid)?.gradient?.median;
      return {
        contender,
        network,
        grid,
        loadMilliseconds,
        ...(transferMilliseconds !== undefined && { transferMilliseconds }),
        ...(alone !== undefined && { lossMilliseconds: alone }),
        restMilliseconds: step - (transferMilliseconds ?? 0) - (alone ?? 0),
        stepMilliseconds: step,
      };
    },
  );
}
