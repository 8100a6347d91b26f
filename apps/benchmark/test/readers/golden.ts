import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Shape and values in C order, as NumPy or nibabel has them. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A file by its bytes, and what it holds. `golden/make_*.py` writes them. */
export interface GoldenFile {
  readonly name: string;
  readonly file: string;
  readonly hex: string;
  readonly image: GoldenArray;
  readonly labels?: GoldenArray;
  readonly affine?: readonly (readonly number[])[];
}

export function readGolden<Case = GoldenFile>(name: string): Case[] {
  const lines = gunzipSync(readFileSync(join(import.meta.dirname, 'golden', name))).toString();
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
}

/** The values as float32. */
export function asFloats({ values }: GoldenArray): number[] {
  return values.map(Math.fround);
}
