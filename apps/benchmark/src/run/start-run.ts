import { centerCrop, surfaceCrop } from '../data/crop.ts';
import { writeRawPair } from '../data/raw-pair.ts';
import { describeMachine } from '../results/machine.ts';
import { planDigest } from '../results/plan-digest.ts';
import { type RunDescription, type RunFolder, writeRunDescription } from '../results/run-folder.ts';
import type { RunSource } from './run-data.ts';
import type { RunSettings } from './settings.ts';

/** What a run begins with. */
export interface RunStart {
  readonly settings: RunSettings;
  readonly source: RunSource;
  readonly folder: RunFolder;
  readonly startedAt: Date;
  /** Of a part of a plan: whether other parts have contenders that its own are compared with. */
  readonly comparesAcrossParts?: boolean;
}

/**
 * Prepares the images of a run and writes its description, in that order: a folder without one was not begun. The pair of
 * the agreement, of the loss alone and of the peers is the dataset's first.
 *
 * @throws StorageError where the folder cannot be written.
 */
export async function startRun({
  settings,
  source,
  folder,
  startedAt,
  comparesAcrossParts = false,
}: RunStart): Promise<RunDescription> {
  const dataset = await source.prepare(folder.data);
  const { description } = source;
  const images = await dataset.readPair(0);
  const pair = { ...images, shape: dataset.shape, source: source.source, description };
  writeRawPair(folder.pair, pair);
  writeRawPair(folder.smallPair, centerCrop(pair, settings.smallSize));
  writeRawPair(folder.crop, surfaceCrop(pair, settings.agreementSize));
  const identity = { name: dataset.name, pairs: dataset.count, digest: dataset.digest, folder: dataset.folder };
  const run: RunDescription = {
    schema: 2,
    startedAt: startedAt.toISOString(),
    settings,
    data: description,
    source: source.source,
    machine: describeMachine(),
    dataset: identity,
    plan: planDigest(settings, identity),
    ...(comparesAcrossParts && { comparesAcrossParts }),
  };
  writeRunDescription(folder, run);
  return run;
}
