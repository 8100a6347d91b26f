import { networkTitle } from '../networks/select.ts';
import type { Machine } from '../results/machine.ts';
import type { LossRow } from './loss-rows.ts';
import type { TrainingRow } from './training-rows.ts';

/** Interquartile range over median from which repetitions of the same work are called uneven. */
export const unevenSpread = 0.15;

/** Signs that the machine did something else while it was timed, in sentences. */
export function warningsOf(
  machines: readonly Machine[],
  training: readonly TrainingRow[],
  loss: readonly LossRow[],
): string[] {
  const percent = (spread: number) => `${(100 * spread).toFixed(0)} %`;
  const uneven = [
    ...training.map(({ contender, network, spread }) => ({ what: `${contender} (${networkTitle(network)})`, spread })),
    ...loss.map(({ contender, grid, spread }) => ({ what: `${contender} (the loss alone, ${grid})`, spread })),
  ].flatMap(({ what, spread }) =>
    spread !== undefined && spread > unevenSpread ? [`${what} ${percent(spread)}`] : [],
  );
  return [
    ...machines.flatMap(({ load, cores }) =>
      load > cores / 4
        ? [
            `The machine was busy when the run began (load ${load.toFixed(1)} on ${cores} cores): times are too long and uneven.`,
          ]
        : [],
    ),
    ...(uneven.length === 0
      ? []
      : [
          `The machine seems to have been busy: the middle half of the times of one and the same work spans more than ${percent(unevenSpread)} of their median for ${uneven.join(', ')}.`,
        ]),
  ];
}
