import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { isFolder } from '../../data/is-folder.ts';
import { descriptionFile } from '../../dataset/dataset-description.ts';
import { inspectScan, type ScanFacts } from '../../dataset/inspect/scan-facts.ts';
import { openDataset } from '../../dataset/open-dataset.ts';
import { scansIn } from '../../dataset/prepare/scan-files.ts';
import type { CommandContext } from '../context.ts';
import { createDataProgress } from './progress.ts';
import { renderDataset, renderScan, renderScans } from './render-facts.ts';

export interface InspectOptions {
  readonly json?: boolean;
}

/**
 * Tells what a scan, a folder of scans or a prepared dataset holds.
 *
 * @returns the exit code: 0, 1 where something in it cannot be used, or the code the interruption asks for.
 * @throws InvalidDataError where there is nothing of that name, or the folder has no scan.
 */
export async function inspect(name: string, options: InspectOptions, context: CommandContext): Promise<number> {
  const { output, startFolder } = context;
  const path = resolve(startFolder, name);
  if (!existsSync(path)) throw new InvalidDataError(`There is no file or folder ${path}. Check the path.`);
  const print = (value: unknown, text: () => string) =>
    output.write(options.json ? `${JSON.stringify(value, undefined, 2)}\n` : text());
  if (existsSync(join(path, descriptionFile))) {
    const { about, digest } = openDataset(path);
    print({ kind: 'dataset', digest, ...about }, () => renderDataset(name, about, digest));
    return 0;
  }
  if (isFolder(path)) return inspectFolder(path, options, context, print);
  const facts = inspectScan(path);
  print({ kind: 'scan', ...facts }, () => renderScan(facts));
  return facts.problems.length === 0 ? 0 : 1;
}

async function inspectFolder(
  path: string,
  { json }: InspectOptions,
  { output, interruption }: CommandContext,
  print: (value: unknown, text: () => string) => void,
): Promise<number> {
  const files = scansIn(path);
  const progress = createDataProgress(output);
  const scans: ScanFacts[] = [];
  for (const file of files) {
    // Signals are seen between two scans.
    await new Promise(setImmediate);
    if (interruption.signal.aborted) return interruption.exitCode;
    scans.push(inspectScan(file));
    if (!json && output.isTerminal) progress.advance(`[${scans.length}/${files.length}] ${file}`);
  }
  if (!json && output.isTerminal) progress.say('');
  const problems = scans.flatMap((facts) => facts.problems);
  print(
    { kind: 'folder', folder: path, scans },
    () => `${renderScans(scans)}\n${problems.map((problem) => `problem: ${problem}\n`).join('')}`,
  );
  return problems.length === 0 ? 0 : 1;
}
