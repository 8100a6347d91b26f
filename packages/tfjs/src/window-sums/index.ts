import type { WindowSumsAlgorithm } from '../options.ts';
import { bandedSums } from './banded.ts';
import type { WindowSums } from './grid.ts';
import { groupedSums } from './grouped.ts';
import { separableSums } from './separable.ts';
import { sequentialSums } from './sequential.ts';

/** The one verb in which the algorithms differ. */
export const windowSumsBy: Readonly<Record<WindowSumsAlgorithm, WindowSums>> = {
  sequential: sequentialSums,
  grouped: groupedSums,
  separable: separableSums,
  banded: bandedSums,
};
