import type { ContenderId } from '../contenders/contender.ts';
import type { Measurement } from '../results/measurement.ts';
import { groupBy } from './group-by.ts';

/** The comparisons with the float64 reference in the processes that trained, a row per contender and network. */
export interface EpochAgreement {
  readonly contender: ContenderId;
  readonly network: string;
  /** Epochs in which it was compared. */
  readonly epochs: readonly number[];
  readonly largestLossError: number;
  readonly smallestCosine: number;
  readonly largestGradientError: number;
  /** Whether it agreed in every one. */
  readonly agrees: boolean;
}

export function epochAgreement(measurements: readonly Measurement[]): EpochAgreement[] {
  const compared = measurements
    .filter((entry) => entry.kind === 'agreement')
    .flatMap((entry) => (entry.network === undefined ? [] : [{ ...entry, network: entry.network }]));
  return [...groupBy(compared, ({ contender, network }) => `${network} ${contender}`).values()].map((group) => ({
    contender: group[0]!.contender,
    network: group[0]!.network,
    epochs: group.map(({ epoch }) => epoch),
    largestLossError: Math.max(...group.map(({ lossError }) => lossError)),
    smallestCosine: Math.min(...group.map(({ gradientCosine }) => gradientCosine)),
    largestGradientError: Math.max(...group.map(({ gradientError }) => gradientError)),
    agrees: group.every(({ agrees }) => agrees),
  }));
}
