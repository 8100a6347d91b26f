import { createHash } from 'node:crypto';
import { appendFileSync, createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StorageError, UnsupportedOptionError } from '@fast-lncc/core';
import { writeFileAtomically } from '@fast-lncc/networks/files';
import type { DatasetFile } from '../dataset-description.ts';
import type { FinishedImage, ImageTask, PreparationPlan } from './task.ts';

/** Which images of a folder are finished, so that an interrupted preparation goes on. */
export const journalFile = 'preparation.jsonl';
export const lockFile = 'lock';

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * Begins the journal of a plan, or goes on with it.
 *
 * @returns the finished images by the key of their task; the last line may be cut, and is not counted then.
 * @throws UnsupportedOptionError for a folder that holds something else, or another plan's images.
 */
export async function openJournal(folder: string, plan: PreparationPlan): Promise<Map<string, FinishedImage>> {
  const path = join(folder, journalFile);
  const key = digest(plan);
  const names = readdirSync(folder).filter((name) => name !== lockFile);
  if (!existsSync(path)) {
    if (names.length > 0) {
      throw new UnsupportedOptionError(
        `${folder} is not empty, and was not begun by "data prepare". Name a new folder as --output.`,
      );
    }
    await writeFileAtomically(path, Buffer.from(`${JSON.stringify({ plan: key })}\n`));
    return new Map();
  }
  const [first, ...lines] = readFileSync(path, 'utf8').split('\n').map(parse);
  if (first?.plan !== key) {
    throw new UnsupportedOptionError(
      `${folder} was prepared with other options or from other scans. Give the same options to go on with it, or name a new folder as --output.`,
    );
  }
  return new Map(lines.flatMap((line) => (line?.key && line.finished ? [[line.key, line.finished] as const] : [])));
}

interface JournalLine {
  readonly plan?: string;
  readonly key?: string;
  readonly finished?: FinishedImage;
}

function parse(line: string): JournalLine | undefined {
  try {
    return JSON.parse(line) as JournalLine;
  } catch {
    return undefined;
  }
}

/** @throws StorageError where the line cannot be written. */
export function noteFinished(folder: string, key: string, finished: FinishedImage): void {
  const path = join(folder, journalFile);
  try {
    // Begins with the line's end: a line that was cut by a crash stays a line of its own.
    appendFileSync(path, `\n${JSON.stringify({ key, finished })}`);
  } catch (cause) {
    throw new StorageError(`${path} cannot be written (${(cause as Error).message}). Free space on its disk.`, {
      cause,
    });
  }
}

/** What a task's image depends on: the task, and the files that it reads, which may be replaced in between. */
export function keyOf(task: ImageTask, base: FinishedImage | undefined): string {
  const files = task.kind === 'scan' ? [task.scan, task.labels, task.frame] : [];
  const stamps = files.flatMap((path) => (path === undefined ? [] : [stampOf(path)]));
  return digest({ task, stamps, base: base?.image });
}

function stampOf(path: string): string {
  const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: 0 };
  return `${size} ${mtimeMs}`;
}

/** Whether all files of an image are there with the digests that were noted. */
export async function isIntact(folder: string, { image, displacement }: FinishedImage): Promise<boolean> {
  const files = [image, image.labels, displacement].filter((file) => file !== undefined);
  for (const { file, sha256 } of files) {
    if ((await fileDigest(join(folder, file))) !== sha256) return false;
  }
  return true;
}

/** SHA-256 of a file, in pieces; `undefined` where it cannot be read. */
export async function fileDigest(path: string): Promise<DatasetFile['sha256'] | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}
