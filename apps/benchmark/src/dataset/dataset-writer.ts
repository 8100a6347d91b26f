import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ShapeMismatchError, StorageError } from '@fast-lncc/core';
import { writeFileAtomically } from '@fast-lncc/networks/files';
import { voxelCount } from '../data/volume.ts';
import { writeAtomically } from '../results/write-atomically.ts';
import {
  type DatasetDescription,
  type DatasetFile,
  type DatasetImage,
  type DatasetLabels,
  type DatasetPair,
  descriptionFile,
  formatDescription,
} from './dataset-description.ts';
import { toLittleEndian } from './raw-files.ts';

/** What is known of a dataset before its images are. */
export type DatasetAbout = Omit<DatasetDescription, 'schema' | 'images' | 'pairs'>;

export interface PreparedImage {
  readonly id: string;
  readonly image: Float32Array;
  readonly labels?: Uint16Array | undefined;
}

export interface PreparedPair {
  readonly moving: string;
  readonly fixed: string;
  readonly displacement?: Float32Array | undefined;
}

/** Writes a dataset file by file; the folder becomes one with `finish`. */
export interface DatasetWriter {
  addImage(image: PreparedImage): Promise<DatasetImage>;
  addPair(pair: PreparedPair): Promise<DatasetPair>;
  finish(): Promise<DatasetDescription>;
}

/**
 * A writer into a folder, which is made where it is missing. Each file is replaced whole, and the description comes last:
 * a folder without it is not a dataset yet.
 *
 * @throws StorageError where a file cannot be written; ShapeMismatchError for arrays of another size.
 */
export async function createDatasetWriter(folder: string, about: DatasetAbout): Promise<DatasetWriter> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new StorageError(
      `${folder} cannot be made (${(cause as Error).message}). Name a folder that can be written.`,
      {
        cause,
      },
    );
  }
  const images: DatasetImage[] = [];
  const pairs: DatasetPair[] = [];
  const voxels = voxelCount(about.shape);
  const write = async (file: string, values: Float32Array | Uint16Array, count = voxels): Promise<DatasetFile> => {
    if (values.length !== count) {
      throw new ShapeMismatchError(`${file} has ${values.length} values; ${about.shape.join('x')} needs ${count}.`);
    }
    const bytes = toLittleEndian(values);
    await writeFileAtomically(join(folder, file), bytes);
    return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const writeLabels = async (id: string, labels: Uint16Array): Promise<DatasetLabels> => ({
    ...(await write(`${id}.labels.u16`, labels)),
    values: [...new Set(labels)].sort((first, second) => first - second),
  });
  return {
    async addImage({ id, image, labels }) {
      const file = await write(`${id}.f32`, image);
      const entry = { id, ...file, ...(labels && { labels: await writeLabels(id, labels) }) };
      images.push(entry);
      return entry;
    },
    async addPair({ moving, fixed, displacement }) {
      const name = `${moving}-to-${fixed}.displacement.f32`;
      const known = displacement && { displacement: await write(name, displacement, 3 * voxels) };
      const pair = { moving, fixed, ...known };
      pairs.push(pair);
      return pair;
    },
    async finish() {
      const description: DatasetDescription = { schema: 1, ...about, images, pairs };
      writeAtomically(join(folder, descriptionFile), formatDescription(description));
      return description;
    },
  };
}
