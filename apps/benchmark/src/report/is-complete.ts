import { type Exclusion, exclusionsOf, isExcluded } from '../results/exclusion.ts';
import type { Measurement } from '../results/measurement.ts';
import type { RunSettings } from '../run/settings.ts';

/**
 * Whether every contender that did not fail or disagree has finished its tasks in every round. The peak memory is the
 * last measurement of a task, so it marks the task as finished.
 */
export function isComplete(settings: RunSettings, measurements: readonly Measurement[]): boolean {
  const exclusions = exclusionsOf(measurements);
  const finished = new Set(
    measurements
      .filter((entry) => entry.kind === 'memory')
      .map(({ contender, task, network, round }) => key(task, contender, network, round)),
  );
  const rounds = Array.from({ length: settings.epochs }, (_, index) => index + 1);
  const expected: readonly (Exclusion & { readonly task: 'loss' | 'training' })[] = [
    ...settings.contenders.map((contender) => ({ contender, task: 'loss' as const })),
    ...settings.trained.flatMap((contender) =>
      settings.networks.map((network) => ({ contender, task: 'training' as const, network })),
    ),
  ];
  return expected
    .filter((entry) => !isExcluded(entry, exclusions))
    .every(({ contender, task, network }) =>
      rounds.every((round) => finished.has(key(task, contender, network, round))),
    );
}

const key = (...parts: readonly unknown[]) => parts.join(' ');
