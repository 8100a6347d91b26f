import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@fast-lncc/core';
import { fileStore } from '@fast-lncc/networks/files';
import type { TrainingStore } from '@fast-lncc/networks/training';
import type { ContenderId } from '../contenders/contender.ts';
import { makeFolder } from '../results/make-folder.ts';
import type { Measurement } from '../results/measurement.ts';

/** Which training of a run. */
export interface TrainedBy {
  readonly contender: ContenderId;
  readonly network: string;
}

const ending = '.state';

/** The folder of a training's states, one file per epoch. */
const folderOf = (states: string, { contender, network }: TrainedBy): string =>
  join(states, `${network}-${contender.replaceAll('/', '-')}`);

const fileOf = (states: string, training: TrainedBy, epoch: number): string =>
  join(folderOf(states, training), `epoch-${epoch}${ending}`);

/**
 * Keeps the state at the end of an epoch beside that of the epoch before, from which the epoch can be trained again: a
 * process that is ended before its results are on the disk leaves nothing that has to be undone.
 *
 * @throws StorageError where the state of the epoch before is gone.
 */
export function epochStore(states: string, training: TrainedBy, epoch: number): TrainingStore {
  const before = epoch === 1 ? undefined : fileOf(states, training, epoch - 1);
  if (before !== undefined && !existsSync(before)) {
    throw new StorageError(
      `${before} is gone: it held what epoch ${epoch} of ${training.network} with ${training.contender} begins with. Start a new run.`,
    );
  }
  makeFolder(folderOf(states, training));
  const own = fileStore(fileOf(states, training, epoch));
  return {
    name: before ?? own.name,
    read: async () => (before === undefined ? undefined : fileStore(before).read()),
    write: own.write,
    ...(own.writeParts && { writeParts: own.writeParts }),
  };
}

/** Removes the states that no epoch needs once this one is in the results: all but its own, or all after the last. */
export function removeStatesBefore(states: string, training: TrainedBy, epoch: number, epochs: number): void {
  const folder = folderOf(states, training);
  if (!existsSync(folder)) return;
  const kept = epoch < epochs ? `epoch-${epoch}${ending}` : undefined;
  for (const name of readdirSync(folder)) if (name !== kept) rmSync(join(folder, name), { force: true });
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}

/** The same for every training in the results, whose process may have been ended before it came to that. */
export function removeSpentStates(states: string, measurements: readonly Measurement[], epochs: number): void {
  const finished = measurements.filter((entry) => entry.kind === 'memory');
  for (const { contender, network, round } of finished) {
    if (network === undefined) continue;
    const isLast = finished.every(
      (other) => other.contender !== contender || other.network !== network || other.round <= round,
    );
    if (isLast) removeStatesBefore(states, { contender, network }, round, epochs);
  }
}
