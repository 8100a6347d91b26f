import type { Measurement } from './measurement.ts';
import type { RunDescription } from './run-folder.ts';

/** The network of results that name none: such runs trained VM-1 alone. */
const unnamed = 'vm1';

/** A description that names the networks, whichever version wrote it. */
export function withNetworks(description: RunDescription): RunDescription {
  return {
    ...description,
    settings: { ...description.settings, networks: description.settings.networks ?? [unnamed] },
  };
}

/** A measurement that names its network where it has one, whichever version wrote it. */
export function withNetwork(measurement: Measurement): Measurement {
  const isTraining = measurement.kind === 'step' || ('task' in measurement && measurement.task === 'training');
  return isTraining ? { ...measurement, network: measurement.network ?? unnamed } : measurement;
}
