import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import type { ImagePair } from '../data/image-pair.ts';
import type { RunSettings } from '../run/settings.ts';
import { upgradeDescription } from './earlier-versions.ts';
import type { Machine } from './machine.ts';

import { writeAtomically } from './write-atomically.ts';

/** What is known before the first measurement. */
export interface RunDescription {
  /** Version of the files of a run; absent in those of the first. */
  readonly schema?: 2;
  readonly startedAt: string;
  readonly settings: RunSettings;
  /** The images, in words. */
  readonly data: string;
  readonly source: ImagePair['source'];
  readonly machine: Machine;
  /** What was trained on. */
  readonly dataset?: DatasetIdentity;
  /** Of a merged run: the machines of its parts, in the order of the parts. */
  readonly machines?: readonly Machine[];
  /** Digest of settings and dataset: runs of one plan can be merged. */
  readonly plan?: string;
  /** Of a part of a plan, or of parts that were merged: whether contenders are compared that different parts have measured. */
  readonly comparesAcrossParts?: boolean;
}

/** A prepared dataset, as results refer to it. */
export interface DatasetIdentity {
  readonly name: string;
  readonly pairs: number;
  readonly digest: string;
  readonly folder: string;
}

/** The files of one run. */
export interface RunFolder {
  readonly path: string;
  /** The prepared dataset of a run that was given none. */
  readonly data: string;
  /** What every training left at the end of its last epoch. */
  readonly states: string;
  readonly lock: string;
  /** The dataset's first pair, for what needs one pair only. */
  readonly pair: string;
  /** A crop for the agreement check, with the reference's results. */
  readonly crop: string;
  /** A center crop for the engines that are too slow for the whole pair. */
  readonly smallPair: string;
  readonly measurements: string;
  readonly description: string;
  readonly reportJson: string;
  readonly reportMarkdown: string;
  readonly reportHtml: string;
}

export function runFolderAt(path: string): RunFolder {
  return {
    path,
    data: join(path, 'data'),
    states: join(path, 'states'),
    lock: join(path, 'lock'),
    pair: join(path, 'pair'),
    crop: join(path, 'crop'),
    smallPair: join(path, 'small-pair'),
    measurements: join(path, 'measurements.jsonl'),
    description: join(path, 'run.json'),
    reportJson: join(path, 'report.json'),
    reportMarkdown: join(path, 'report.md'),
    reportHtml: join(path, 'report.html'),
  };
}

/**
 * A fresh folder `<parent>/<timestamp>-<name>`; a number is added where that name is taken.
 *
 * @throws InvalidDataError when it cannot be made.
 */
export function createRunFolder(parent: string, name: string, startedAt: Date): RunFolder {
  const stamp = startedAt.toISOString().replace(/[:T]/g, '-').replace(/\..*$/, '');
  try {
    mkdirSync(parent, { recursive: true });
    let path = join(parent, `${stamp}-${name}`);
    for (let attempt = 2; existsSync(path); attempt++) path = join(parent, `${stamp}-${name}-${attempt}`);
    mkdirSync(path);
    return runFolderAt(path);
  } catch (cause) {
    throw new InvalidDataError(
      `Cannot make a results folder in ${parent} (${(cause as Error).message}). Name a folder that can be written with --output.`,
      { cause },
    );
  }
}

export function writeRunDescription(folder: RunFolder, description: RunDescription): void {
  writeAtomically(folder.description, `${JSON.stringify(description, undefined, 2)}\n`);
}

/** @throws InvalidDataError when the folder is not one of a benchmark run. */
export function readRunDescription(folder: RunFolder): RunDescription {
  try {
    return upgradeDescription(JSON.parse(readFileSync(folder.description, 'utf8')) as RunDescription);
  } catch (cause) {
    throw new InvalidDataError(
      `${folder.path} is not the folder of a benchmark run: ${folder.description} cannot be read (${(cause as Error).message}). Give a folder such as results/2026-01-31-12-00-00-run.`,
      { cause },
    );
  }
}
