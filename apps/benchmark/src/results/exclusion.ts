import type { ContenderId } from '../contenders/contender.ts';
import type { Measurement } from './measurement.ts';

/** What is not run again: a contender altogether, or its training of one network. */
export interface Exclusion {
  readonly contender: ContenderId;
  readonly network?: string | undefined;
}

/** What a measurement excludes: who disagrees or fails, and for a training that fails only its network. */
export function exclusionsOf(measurements: readonly Measurement[]): Exclusion[] {
  return measurements.flatMap((entry): Exclusion[] => {
    const { contender } = entry;
    if (entry.kind === 'agreement') return entry.agrees ? [] : [{ contender }];
    if (entry.kind !== 'failure') return [];
    return [{ contender, network: entry.network }];
  });
}

export function isExcluded(task: Exclusion, exclusions: readonly Exclusion[]): boolean {
  return exclusions.some(
    ({ contender, network }) => contender === task.contender && (network === undefined || network === task.network),
  );
}
