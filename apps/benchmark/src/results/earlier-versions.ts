import type { RunSettings } from '../run/settings.ts';
import type { Measurement } from './measurement.ts';
import type { RunDescription } from './run-folder.ts';

/** The network of results that name none: such runs trained VM-1 alone. */
const unnamed = 'vm1';

/** Settings as runs before schema 2 had them: rounds of steps on one and the same pair. */
interface EarlierSettings extends RunSettings {
  readonly rounds?: number;
  readonly steps?: number;
}

/** The description of a run, whichever version wrote it. */
export function upgradeDescription(description: RunDescription): RunDescription {
  const { rounds, steps, ...settings } = description.settings as EarlierSettings;
  return {
    ...description,
    settings: {
      ...settings,
      profile: settings.profile ?? 'quick',
      networks: settings.networks ?? [unnamed],
      epochs: settings.epochs ?? rounds ?? 1,
      pairs: settings.pairs ?? steps ?? 1,
      flips: settings.flips ?? false,
      judgedPairs: settings.judgedPairs ?? 0,
    },
  };
}

/** A measurement with all that this version asks of it, whichever version wrote it. */
export function upgradeMeasurement(line: unknown): unknown {
  if (typeof line !== 'object' || line === null) return line;
  const entry = line as Partial<Record<keyof Measurement | 'network' | 'round' | 'epoch' | 'task', unknown>>;
  if (entry.kind === 'step') {
    return { network: unnamed, epoch: entry.round, pair: 0, loadMilliseconds: 0, learningRate: 1e-4, ...entry };
  }
  if (entry.kind === 'agreement') return { epoch: 0, ...entry };
  return entry.task === 'training' ? { network: unnamed, ...entry } : entry;
}
