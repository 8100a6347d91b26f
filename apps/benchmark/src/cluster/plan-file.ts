import { readFileSync } from 'node:fs';
import { InvalidDataError } from '@fast-lncc/core';
import { planDigest } from '../results/plan-digest.ts';
import type { DatasetIdentity } from '../results/run-folder.ts';
import { writeAtomically } from '../results/write-atomically.ts';
import type { RunSettings } from '../run/settings.ts';

/** A run that is divided into shards, as `plan` writes it. */
export interface PlanFile {
  readonly schema: 1;
  /** Digest of settings and dataset: parts are joined where it is the same. */
  readonly digest: string;
  readonly settings: RunSettings;
  readonly dataset: Omit<DatasetIdentity, 'folder'>;
  /** Whether contenders that are compared with each other are in different shards. */
  readonly comparesAcrossShards: boolean;
  /** The names of each shard's units. */
  readonly shards: readonly (readonly string[])[];
}

export const writePlan = (path: string, plan: PlanFile): void =>
  writeAtomically(path, `${JSON.stringify(plan, undefined, 2)}\n`);

/** @throws InvalidDataError for a file that holds no plan, or one that was altered. */
export function readPlan(path: string): PlanFile {
  const refuse = (reason: string, cause?: unknown) =>
    new InvalidDataError(`${path} is not a plan: ${reason}. Write it with "plan", and give its path.`, { cause });
  let plan: PlanFile;
  try {
    plan = JSON.parse(readFileSync(path, 'utf8')) as PlanFile;
  } catch (cause) {
    throw refuse((cause as Error).message, cause);
  }
  if (plan?.schema !== 1) throw refuse(`its schema is ${JSON.stringify(plan?.schema)}, not 1`);
  if (!Array.isArray(plan.shards) || plan.settings === undefined || plan.dataset === undefined) {
    throw refuse('it lacks settings, dataset or shards');
  }
  if (planDigest(plan.settings, plan.dataset) !== plan.digest) {
    throw refuse('its digest is not that of its settings and dataset: it was altered');
  }
  return plan;
}
