import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { isScanName } from '../../data/open-scan.ts';

/**
 * The scans directly in a folder, numbers in names counted as numbers.
 *
 * @throws InvalidDataError where it has none, or cannot be read.
 */
export function scansIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw new InvalidDataError(`${folder} cannot be read (${(cause as Error).message}). Check the path.`, { cause });
  }
  const order = new Intl.Collator('en', { numeric: true }).compare;
  const scans = names.filter((name) => isScanName(name) && !name.startsWith('.')).sort(order);
  if (scans.length === 0) {
    throw new InvalidDataError(
      `${folder} has no .nii, .nii.gz, .npz, .npy or .pkl file. Name the folder of the scans.`,
    );
  }
  return scans.map((name) => join(folder, name));
}

/** @throws InvalidDataError where there is no such file, or it is of a type that is not read here. */
export function requireScan(path: string): string {
  if (!existsSync(path)) throw new InvalidDataError(`There is no file ${path}. Check the path.`);
  if (!isScanName(path)) {
    throw new InvalidDataError(
      `${path} is not a file type that is read here (.nii, .nii.gz, .npz, .npy, .pkl). Convert it first.`,
    );
  }
  return path;
}
