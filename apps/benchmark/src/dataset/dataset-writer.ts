import { join } from 'node:path';
import { writeFileAtomically } from '@fast-lncc/networks/files';
import { makeFolder } from '../results/make-folder.ts';
import {
  type DatasetDescription,
  type DatasetImage,
  type DatasetPair,
  descriptionFile,
  formatDescription,
} from './dataset-description.ts';
import { type PreparedImage, writeDisplacement, writeImage } from './dataset-files.ts';

/** What is known of a dataset before its images are. */
export type DatasetAbout = Omit<DatasetDescription, 'schema' | 'images' | 'pairs'>;

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
  makeFolder(folder);
  const images: DatasetImage[] = [];
  const pairs: DatasetPair[] = [];
  const { shape } = about;
  return {
    async addImage(image) {
      const entry = await writeImage(folder, shape, image);
      images.push(entry);
      return entry;
    },
    async addPair({ moving, fixed, displacement }) {
      const ids = { moving, fixed };
      const known = displacement && { displacement: await writeDisplacement(folder, shape, ids, displacement) };
      const pair = { ...ids, ...known };
      pairs.push(pair);
      return pair;
    },
    async finish() {
      const description: DatasetDescription = { schema: 1, ...about, images, pairs };
      await writeDescription(folder, description);
      return description;
    },
  };
}

/** Makes a folder with all the files that the description names a dataset. */
export async function writeDescription(folder: string, description: DatasetDescription): Promise<void> {
  await writeFileAtomically(join(folder, descriptionFile), Buffer.from(formatDescription(description)));
}
