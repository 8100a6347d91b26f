import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { InvalidDataError, type LnccError, StorageError } from '@fast-lncc/core';
import { lockFolder } from '../../results/lock.ts';
import { makeFolder } from '../../results/make-folder.ts';

import { writeDescription } from '../dataset-writer.ts';
import { type Dataset, openDataset } from '../open-dataset.ts';
import { describePlan } from './describe-plan.ts';
import { isIntact, keyOf, lockFile, noteFinished, openJournal } from './journal.ts';
import { failureOf } from './outcome.ts';
import { requireSpace } from './required-space.ts';
import type { FinishedImage, ImageTask, PreparationPlan } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

export interface PreparationEvents {
  /** The image is finished, or was found finished. */
  finished(id: string, wasThere: boolean): void;
  failed(id: string, error: LnccError): void;
}

/**
 * Prepares what a plan names. Images that an interrupted preparation with the same plan left whole are kept, and those
 * that cannot be read do not keep the others from being prepared.
 *
 * @returns the dataset; `undefined` when the signal asked to stop.
 * @throws InvalidDataError listing the scans that cannot be used; StorageError for a failed write, or a folder in use:
 * what is finished is kept.
 */
export async function prepareDataset(
  plan: PreparationPlan,
  folder: string,
  runner: TaskRunner,
  events: PreparationEvents,
  signal: AbortSignal,
): Promise<Dataset | undefined> {
  makeFolder(folder);
  const unlock = lockFolder({ path: folder, lock: join(folder, lockFile) });
  try {
    const known = await openJournal(folder, plan);
    const finished = new Map<string, FinishedImage>();
    for (const stage of stagesOf(plan)) {
      await prepareStage(stage, { plan, folder, runner, events, signal, known, finished });
      if (signal.aborted) return undefined;
    }
    await writeDescription(folder, describePlan(plan, finished));
    return openDataset(folder);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new StorageError(`${error.message} Finished images are kept: give the same command again then.`, {
      cause: error,
    });
  } finally {
    unlock();
  }
}

/** Deformations come after the images that they are of. */
const stagesOf = ({ images }: PreparationPlan): (readonly ImageTask[])[] =>
  (['scan', 'warp'] as const).map((kind) => images.filter((task) => task.kind === kind));

interface Stage {
  readonly plan: PreparationPlan;
  readonly folder: string;
  readonly runner: TaskRunner;
  readonly events: PreparationEvents;
  readonly signal: AbortSignal;
  readonly known: ReadonlyMap<string, FinishedImage>;
  readonly finished: Map<string, FinishedImage>;
}

async function prepareStage(tasks: readonly ImageTask[], stage: Stage): Promise<void> {
  const { plan, folder, runner, events, signal, known, finished } = stage;
  const { shape } = plan;
  const remaining: { task: ImageTask; key: string; base: FinishedImage | undefined }[] = [];
  for (const task of tasks) {
    if (signal.aborted) return;
    const base = task.kind === 'warp' ? finished.get(task.of) : undefined;
    const key = keyOf(task, base);
    const earlier = known.get(key);
    if (earlier && (await isIntact(folder, earlier))) {
      finished.set(task.id, earlier);
      events.finished(task.id, true);
    } else remaining.push({ task, key, base });
  }
  requireSpace(
    folder,
    remaining.map(({ task }) => task),
    shape,
  );
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  // Every image listens.
  setMaxListeners(0, either);
  const problems: string[] = [];
  const attempts = remaining.map(async ({ task, key, base }) => {
    const outcome = await runner.run({ task, folder, shape, base }, either);
    const failure = failureOf(outcome);
    if (failure instanceof StorageError) throw failure;
    if (failure) {
      problems.push(failure.message);
      events.failed(task.id, failure);
    } else if ('finished' in outcome) {
      noteFinished(folder, key, outcome.finished);
      finished.set(task.id, outcome.finished);
      events.finished(task.id, false);
    }
  });
  try {
    await Promise.all(attempts);
  } catch (error) {
    stop.abort();
    await Promise.allSettled(attempts);
    if (!signal.aborted) throw error;
  }
  if (!signal.aborted && problems.length > 0) throw unusable(problems);
}

function unusable(problems: readonly string[]): InvalidDataError {
  const list = problems.map((problem) => `\n- ${problem}`).join('');
  return new InvalidDataError(
    `${problems.length === 1 ? 'One scan' : `${problems.length} scans`} cannot be prepared; the others are. Replace or leave out:${list}`,
  );
}
