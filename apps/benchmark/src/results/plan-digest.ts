import { createHash } from 'node:crypto';
import type { RunSettings } from '../run/settings.ts';
import type { DatasetIdentity } from './run-folder.ts';

/**
 * What makes two runs the same experiment: SHA-256 of their settings and dataset, without what the machine decides (its
 * threads, and where the dataset lies).
 */
export function planDigest(settings: RunSettings, { name, digest, pairs }: Omit<DatasetIdentity, 'folder'>): string {
  const { threads: _, ...experiment } = settings;
  return createHash('sha256')
    .update(canonical({ settings: experiment, dataset: { name, digest, pairs } }))
    .digest('hex');
}

/** JSON with the keys in order, at every depth. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([first], [second]) => (first < second ? -1 : 1)))
      : entry,
  );
}
