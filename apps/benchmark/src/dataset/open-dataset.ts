import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InvalidDataError, UnsupportedOptionError } from '@fast-lncc/core';
import { type Shape, voxelCount } from '../data/volume.ts';
import {
  type DatasetDescription,
  type DatasetImage,
  type DatasetPair,
  descriptionFile,
  digestOf,
  parseDescription,
} from './dataset-description.ts';
import { readValues } from './raw-files.ts';

/** Two arrays of one kind, one per image of a pair. */
export interface OfPair<Values> {
  readonly moving: Values;
  readonly fixed: Values;
}

/** A prepared dataset. Its files are read when they are asked for. */
export interface Dataset {
  readonly folder: string;
  readonly name: string;
  readonly shape: Shape;
  /** Number of pairs. */
  readonly count: number;
  /** Identity of its content. */
  readonly digest: string;
  /** Where the images come from, in words. */
  readonly description: string;
  readonly about: DatasetDescription;
  /** Intensities, each `[D, H, W]` in C order. */
  readPair(index: number): Promise<OfPair<Float32Array>>;
  /** `undefined` unless both images have labels. */
  readLabels(index: number): Promise<OfPair<Uint16Array> | undefined>;
  /** `[3, D, H, W]` in voxels; `undefined` where it is not known. */
  readDisplacement(index: number): Promise<Float32Array | undefined>;
}

/**
 * The prepared dataset in a folder. Reading a pair checks the sizes of its files; their digests are checked by
 * `data check`.
 *
 * @throws InvalidDataError for a folder that holds none, or one that was not finished.
 */
export function openDataset(folder: string): Dataset {
  const path = join(folder, descriptionFile);
  const about = parseDescription(readDescription(path, folder), path);
  const { name, shape, pairs, source } = about;
  const images = new Map(about.images.map((image) => [image.id, image]));
  const voxels = voxelCount(shape);
  const pairAt = (index: number): DatasetPair => {
    const pair = pairs[index];
    if (pair === undefined)
      throw new UnsupportedOptionError(`${folder} has ${pairs.length} pairs, none of index ${index}.`);
    return pair;
  };
  const imageOf = (id: string): DatasetImage => images.get(id) as DatasetImage;
  const floats = (file: string, count = voxels) => readValues(join(folder, file), count, Float32Array);
  return {
    folder: resolve(folder),
    name,
    shape,
    count: pairs.length,
    digest: digestOf(about),
    description: source,
    about,
    async readPair(index) {
      const pair = pairAt(index);
      const [moving, fixed] = await Promise.all([floats(imageOf(pair.moving).file), floats(imageOf(pair.fixed).file)]);
      return { moving, fixed };
    },
    async readLabels(index) {
      const pair = pairAt(index);
      const [inMoving, inFixed] = [imageOf(pair.moving).labels, imageOf(pair.fixed).labels];
      if (inMoving === undefined || inFixed === undefined) return undefined;
      const labels = (file: string) => readValues(join(folder, file), voxels, Uint16Array);
      const [moving, fixed] = await Promise.all([labels(inMoving.file), labels(inFixed.file)]);
      return { moving, fixed };
    },
    async readDisplacement(index) {
      const { displacement } = pairAt(index);
      return displacement && floats(displacement.file, 3 * voxels);
    },
  };
}

function readDescription(path: string, folder: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InvalidDataError(
      `${folder} is not a prepared dataset: ${path} cannot be read (${(cause as Error).message}). Make one with "data prepare"; one whose preparation was interrupted goes on with the same command.`,
      { cause },
    );
  }
}
