import { join } from 'node:path';
import { LnccError } from '@fast-lncc/core';
import { type Shape, voxelCount } from '../../data/volume.ts';
import type { DatasetDescription, DatasetFile, DatasetLabels } from '../dataset-description.ts';
import { openDataset } from '../open-dataset.ts';
import { fileDigest } from '../prepare/journal.ts';
import { readValues } from '../raw-files.ts';
import { imageProblems, labelProblems, valueProblems } from './value-problems.ts';

export interface CheckEvents {
  /** So many of all files are checked. */
  advance(done: number, total: number, file: string): void;
  problem(text: string): void;
}

interface CheckedFile {
  readonly about: DatasetFile;
  check(path: string): Promise<string[]>;
}

/**
 * Reads every file of a prepared dataset and compares it with the description: its size, its digest, and its values.
 *
 * @returns the problems, each naming its file; none when all is well. It ends early when the signal asks to.
 * @throws InvalidDataError for a folder that holds no dataset.
 */
export async function checkDataset(folder: string, events: CheckEvents, signal: AbortSignal): Promise<string[]> {
  const { about } = openDataset(folder);
  const files = filesOf(about);
  const problems: string[] = [];
  for (const [index, file] of files.entries()) {
    if (signal.aborted) break;
    for (const problem of await problemsOf(file, join(folder, file.about.file))) {
      problems.push(problem);
      events.problem(problem);
    }
    events.advance(index + 1, files.length, file.about.file);
  }
  return problems;
}

function filesOf({ shape, images, pairs }: DatasetDescription): CheckedFile[] {
  return [
    ...images.flatMap((image) => [
      { about: image, check: imageCheck(shape) },
      ...(image.labels ? [{ about: image.labels, check: labelCheck(shape, image.labels) }] : []),
    ]),
    ...pairs.flatMap(({ displacement }) => (displacement ? [{ about: displacement, check: fieldCheck(shape) }] : [])),
  ];
}

const imageCheck = (shape: Shape) => async (path: string) =>
  imageProblems(await readValues(path, voxelCount(shape), Float32Array), path);
const fieldCheck = (shape: Shape) => async (path: string) =>
  valueProblems(await readValues(path, 3 * voxelCount(shape), Float32Array), path);
const labelCheck =
  (shape: Shape, { values }: DatasetLabels) =>
  async (path: string) =>
    labelProblems(await readValues(path, voxelCount(shape), Uint16Array), values, path);

async function problemsOf({ about, check }: CheckedFile, path: string): Promise<string[]> {
  try {
    const problems = await check(path);
    const found = await fileDigest(path);
    if (found === about.sha256) return problems;
    return [`${path} has the SHA-256 ${found}, not ${about.sha256}: it was changed, or copied badly.`, ...problems];
  } catch (error) {
    if (error instanceof LnccError) return [error.message];
    throw error;
  }
}
