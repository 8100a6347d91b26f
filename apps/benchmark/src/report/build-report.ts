import type { AgreementMeasurement, FailureMeasurement, Measurement } from '../results/measurement.ts';
import type { RunDescription } from '../results/run-folder.ts';
import { isComplete } from './is-complete.ts';
import { limitsOf } from './limits.ts';
import { type LossRow, lossRows } from './loss-rows.ts';
import { type NetworkRow, networkRows } from './network-rows.ts';
import { type TrainingRow, trainingRows } from './training-rows.ts';

/** Everything `report.json` holds: a run's description and all figures that the tables show. */
export interface Report extends RunDescription {
  /** Whether everything planned was measured; the report of an interrupted run holds what there is. */
  readonly complete: boolean;
  readonly agreement: readonly AgreementMeasurement[];
  readonly loss: readonly LossRow[];
  readonly training: readonly TrainingRow[];
  /** The trainings as the paper's table shows them: one row per network. */
  readonly networks: readonly NetworkRow[];
  readonly failures: readonly FailureMeasurement[];
  /** What the figures do not show, in sentences. */
  readonly limits: readonly string[];
}

/** All figures of a run, computed from its description and measurements alone. */
export function buildReport(description: RunDescription, measurements: readonly Measurement[]): Report {
  const training = trainingRows(measurements);
  return {
    ...description,
    complete: isComplete(description.settings, measurements),
    agreement: measurements.filter((measurement) => measurement.kind === 'agreement'),
    loss: lossRows(measurements),
    training,
    networks: networkRows(training),
    failures: measurements.filter((measurement) => measurement.kind === 'failure'),
    limits: limitsOf(description),
  };
}
