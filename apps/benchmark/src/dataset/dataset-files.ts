import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ShapeMismatchError } from '@fast-lncc/core';
import { writeFileAtomically } from '@fast-lncc/networks/files';
import { type Shape, voxelCount } from '../data/volume.ts';
import type { DatasetFile, DatasetImage } from './dataset-description.ts';
import { toLittleEndian } from './raw-files.ts';

export interface PreparedImage {
  readonly id: string;
  readonly image: Float32Array;
  readonly labels?: Uint16Array | undefined;
}

/**
 * Writes the files of an image, each replaced whole.
 *
 * @returns what the description says of it.
 * @throws StorageError where a file cannot be written; ShapeMismatchError for arrays of another size.
 */
export async function writeImage(
  folder: string,
  shape: Shape,
  { id, image, labels }: PreparedImage,
): Promise<DatasetImage> {
  const count = voxelCount(shape);
  const file = await writeValues(folder, `${id}.f32`, image, shape, count);
  if (!labels) return { id, ...file };
  const values = [...new Set(labels)].sort((first, second) => first - second);
  return { id, ...file, labels: { ...(await writeValues(folder, `${id}.labels.u16`, labels, shape, count)), values } };
}

/** Writes a displacement `[3, D, H, W]`; throws as {@link writeImage}. */
export function writeDisplacement(
  folder: string,
  shape: Shape,
  { moving, fixed }: { readonly moving: string; readonly fixed: string },
  displacement: Float32Array,
): Promise<DatasetFile> {
  const name = `${moving}-to-${fixed}.displacement.f32`;
  return writeValues(folder, name, displacement, shape, 3 * voxelCount(shape));
}

async function writeValues(
  folder: string,
  file: string,
  values: Float32Array | Uint16Array,
  shape: Shape,
  count: number,
): Promise<DatasetFile> {
  if (values.length !== count) {
    throw new ShapeMismatchError(`${file} has ${values.length} values; ${shape.join('x')} needs ${count}.`);
  }
  const bytes = toLittleEndian(values);
  await writeFileAtomically(join(folder, file), bytes);
  return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
}
