import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { reorient } from '../src/data/orientation.ts';
import { readLabels } from '../src/data/read-labels.ts';
import { readPairTable } from '../src/data/read-pair-table.ts';
import { readScan } from '../src/data/read-scan.ts';
import { type Volume, voxelCount } from '../src/data/volume.ts';
import type { FuzzInput } from './inputs.ts';

/** `read` and `refused` are what may happen; `failed` is anything else. */
export type Outcome = { readonly kind: 'read' | 'refused' } | { readonly kind: 'failed'; readonly reason: string };

/** Writes an input as a file of the folder and reads it in every way there is: as a scan and as labels, or as a table. */
export function tryInput({ file, bytes }: FuzzInput, folder: string): Outcome {
  const path = join(folder, file);
  writeFileSync(path, bytes);
  const reads = file.endsWith('.csv') ? [readPairTable] : [checkScan, readLabels];
  const outcomes = reads.map((read) => outcomeOf(() => read(path), path));
  const failed = outcomes.find(({ kind }) => kind === 'failed');
  return failed ?? outcomes.find(({ kind }) => kind === 'read') ?? { kind: 'refused' };
}

function outcomeOf(read: () => unknown, path: string): Outcome {
  try {
    read();
  } catch (error) {
    if (!(error instanceof InvalidDataError))
      return { kind: 'failed', reason: String((error as Error)?.stack ?? error) };
    return error.message.includes(path)
      ? { kind: 'refused' }
      : { kind: 'failed', reason: `The message does not name the file: ${error.message}` };
  }
  const polluted = Object.keys(Object.prototype);
  return polluted.length === 0 ? { kind: 'read' } : { kind: 'failed', reason: `Every object has ${polluted.join()}` };
}

function checkScan(path: string): void {
  const { image, labels } = readScan(path);
  for (const { data, shape } of [image, ...(labels ? [labels] : [])]) {
    if (data.length !== voxelCount(shape)) throw new Error(`${data.length} voxels of the shape ${shape.join('x')}`);
  }
  requireFinite(image);
  requireFinite(turned(image));
}

/** To RAS, or as it is where its affine is singular. */
function turned(image: Volume): Volume {
  try {
    return reorient(image, 'RAS');
  } catch (error) {
    if (error instanceof InvalidDataError) return image;
    throw error;
  }
}

function requireFinite({ data }: Volume): void {
  if (!data.every(Number.isFinite)) throw new Error('A value that is not finite came through.');
}
