import type { ResolvedDefinition } from '../resolve.ts';
import type { Operations } from './operations.ts';

/** The sum over the channels where the window spans them, else the map as it is. */
export const sumOverWindowed = <T>(operations: Operations<T>, { together }: ResolvedDefinition, map: T): T =>
  together ? operations.sumChannels(map) : map;

/** The mean over the channels where the window spans them, else the map as it is. */
export const meanOverWindowed = <T>(
  operations: Operations<T>,
  { together, channels }: ResolvedDefinition,
  map: T,
): T => (together ? operations.scale(operations.sumChannels(map), 1 / channels) : map);
