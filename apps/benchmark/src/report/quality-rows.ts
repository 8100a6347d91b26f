import type { ContenderId } from '../contenders/contender.ts';
import type { Measurement, QualityMeasurement } from '../results/measurement.ts';
import { groupBy } from './group-by.ts';
import { mean } from './statistics.ts';

/** What a contender's training of one network makes of the judged pairs, on average. */
export interface QualityRow {
  readonly contender: ContenderId;
  readonly network: string;
  /** Epochs trained; 0 is before any registration. */
  readonly epoch: number;
  readonly pairs: number;
  readonly foldingPercent: number;
  readonly dice?: number;
  readonly endpointError?: number;
}

/** One row per contender, network and epoch. */
export function qualityRows(measurements: readonly Measurement[]): QualityRow[] {
  const judged = measurements.filter((entry) => entry.kind === 'quality');
  const groups = groupBy(judged, ({ contender, network, epoch }) => `${network} ${contender} ${epoch}`);
  return [...groups.values()].map((group) => {
    const { contender, network, epoch } = group[0]!;
    return {
      contender,
      network,
      epoch,
      pairs: group.length,
      foldingPercent: mean(group.map(({ folding }) => folding)),
      ...meanOf('dice', group),
      ...meanOf('endpointError', group),
    };
  });
}

function meanOf<Key extends 'dice' | 'endpointError'>(key: Key, group: readonly QualityMeasurement[]) {
  const values = group.map((entry) => entry[key]).filter((value) => value !== undefined);
  return (values.length === 0 ? {} : { [key]: mean(values) }) as { readonly [name in Key]?: number };
}
