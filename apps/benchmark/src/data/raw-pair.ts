import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { fromLittleEndian, toLittleEndian } from '../dataset/raw-files.ts';
import { makeFolder } from '../results/make-folder.ts';
import { writeAtomically } from '../results/write-atomically.ts';
import type { ImagePair } from './image-pair.ts';
import { type Shape, voxelCount } from './volume.ts';

const files = { moving: 'moving.f32', fixed: 'fixed.f32', about: 'pair.json' } as const;

/**
 * Writes a pair where every contender, in any language, reads the same bytes: two little-endian float32 files in C order
 * and `pair.json` with `shape`, `source` and `description`.
 *
 * @throws StorageError where they cannot be written.
 */
export function writeRawPair(folder: string, pair: ImagePair): void {
  makeFolder(folder);
  writeAtomically(join(folder, files.moving), toLittleEndian(pair.moving));
  writeAtomically(join(folder, files.fixed), toLittleEndian(pair.fixed));
  const { shape, source, description } = pair;
  writeAtomically(join(folder, files.about), `${JSON.stringify({ shape, source, description })}\n`);
}

/** @throws InvalidDataError when the folder holds no complete pair. */
export function readRawPair(folder: string): ImagePair {
  try {
    const { shape, source, description } = JSON.parse(readFileSync(join(folder, files.about), 'utf8')) as ImagePair;
    const moving = readFloats(join(folder, files.moving), shape);
    return { moving, fixed: readFloats(join(folder, files.fixed), shape), shape, source, description };
  } catch (cause) {
    if (cause instanceof InvalidDataError) throw cause;
    throw new InvalidDataError(
      `${folder} holds no image pair (${(cause as Error).message}). Start the benchmark again.`,
      {
        cause,
      },
    );
  }
}

const readFloats = (path: string, shape: Shape): Float32Array =>
  fromLittleEndian(readFileSync(path), voxelCount(shape), Float32Array, path);
