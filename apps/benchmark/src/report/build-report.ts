import type {
  AgreementMeasurement,
  BandwidthMeasurement,
  FailureMeasurement,
  Measurement,
} from '../results/measurement.ts';
import type { RunDescription } from '../results/run-folder.ts';
import { type EpochAgreement, epochAgreement } from './epoch-agreement.ts';
import { findingsOf, headlineOf } from './findings.ts';
import { isComplete } from './is-complete.ts';
import { limitsOf } from './limits.ts';
import { type LossRow, lossRows } from './loss-rows.ts';
import { type NetworkRow, networkRows } from './network-rows.ts';
import { type PaperRow, paperRows } from './paper-figures.ts';
import { type QualityRow, qualityRows } from './quality-rows.ts';
import { type TimeShares, timeShares } from './time-shares.ts';
import { type TrainingRow, trainingRows } from './training-rows.ts';
import { warningsOf } from './warnings.ts';

/** Everything `report.json` holds: a run's description and all figures that tables and charts show. */
export interface Report extends RunDescription {
  /** Version of `report.json`; `report.schema.json` describes it. */
  readonly schema: 2;
  /** Whether everything planned was measured; the report of an interrupted run holds what there is. */
  readonly complete: boolean;
  /** What was found, in a sentence per engine; absent where nothing was compared with Algorithm 1. */
  readonly headline?: string;
  /** The same per network, with intervals. */
  readonly findings: readonly string[];
  /** Signs that the machine was busy, in sentences. */
  readonly warnings: readonly string[];
  readonly agreement: readonly AgreementMeasurement[];
  readonly epochAgreement: readonly EpochAgreement[];
  readonly loss: readonly LossRow[];
  /** How fast the machine copies memory. */
  readonly bandwidth?: Pick<BandwidthMeasurement, 'bytesPerSecond' | 'threads'>;
  readonly training: readonly TrainingRow[];
  /** Where the time of a step goes. */
  readonly shares: readonly TimeShares[];
  /** The trainings as the paper's table shows them: one row per network. */
  readonly networks: readonly NetworkRow[];
  /** The paper's own figures of these networks. */
  readonly paper: readonly PaperRow[];
  readonly quality: readonly QualityRow[];
  readonly failures: readonly FailureMeasurement[];
  /** What the figures do not show, in sentences. */
  readonly limits: readonly string[];
}

/** All figures of a run, computed from its description and measurements alone. */
export function buildReport(description: RunDescription, measurements: readonly Measurement[]): Report {
  const training = trainingRows(measurements, description.schema === 2);
  const networks = networkRows(training);
  const loss = lossRows(measurements);
  const headline = headlineOf(networks);
  // Of several machines there is no one limit.
  const isOfOne = (description.machines ?? []).length < 2;
  const bandwidth = isOfOne ? measurements.find((measurement) => measurement.kind === 'bandwidth') : undefined;
  return {
    ...description,
    schema: 2,
    complete: isComplete(description.settings, measurements),
    ...(headline !== undefined && { headline }),
    findings: findingsOf(networks),
    warnings: warningsOf(description.machines ?? [description.machine], training, loss),
    agreement: measurements.filter((measurement) => measurement.kind === 'agreement'),
    epochAgreement: epochAgreement(measurements),
    loss,
    ...(bandwidth && { bandwidth: { bytesPerSecond: bandwidth.bytesPerSecond, threads: bandwidth.threads } }),
    training,
    shares: timeShares(training, loss),
    networks,
    paper: paperRows(networks.map(({ network }) => network)),
    quality: qualityRows(measurements),
    failures: measurements.filter((measurement) => measurement.kind === 'failure'),
    limits: limitsOf(description, training),
  };
}
