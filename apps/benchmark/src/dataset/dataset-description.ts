import { createHash } from 'node:crypto';
import { InvalidDataError } from '@fast-lncc/core';
import type { Shape } from '../data/volume.ts';

/** A file of a dataset, its path relative to the folder. */
export interface DatasetFile {
  readonly file: string;
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
}

export interface DatasetLabels extends DatasetFile {
  /** The labels that occur, ascending. */
  readonly values: readonly number[];
}

export interface DatasetImage extends DatasetFile {
  readonly id: string;
  readonly labels?: DatasetLabels;
}

export interface DatasetPair {
  /** Ids of images. */
  readonly moving: string;
  readonly fixed: string;
  /** `[3, D, H, W]` in voxels, where it is known: the fixed anatomy at `x` is the moving one at `x + displacement(x)`. */
  readonly displacement?: DatasetFile;
}

/** What `dataset.json` of a prepared dataset holds. */
export interface DatasetDescription {
  readonly schema: 1;
  readonly name: string;
  /** Where the images come from, in words. */
  readonly source: string;
  readonly licence?: string;
  readonly shape: Shape;
  /** Directions of the axes D, H, W as nibabel names them, such as `RAS`. */
  readonly orientation?: string;
  /** What was done to the intensities, in words. */
  readonly normalization?: string;
  /** `freesurfer` for the ids of FreeSurfer, otherwise every label counts. */
  readonly labelSystem?: 'freesurfer' | 'other';
  readonly images: readonly DatasetImage[];
  readonly pairs: readonly DatasetPair[];
}

/** The file that makes a folder a dataset. */
export const descriptionFile = 'dataset.json';

export const formatDescription = (description: DatasetDescription): string =>
  `${JSON.stringify(description, undefined, 2)}\n`;

/** The identity of a dataset: SHA-256 of its description, which holds the digests of all its files. */
export const digestOf = (description: DatasetDescription): string =>
  createHash('sha256').update(JSON.stringify(description)).digest('hex');

/**
 * The description in a text.
 *
 * @param path named in messages.
 * @throws InvalidDataError naming what is missing or wrong.
 */
export function parseDescription(text: string, path: string): DatasetDescription {
  const refuse = (reason: string, cause?: unknown) =>
    new InvalidDataError(`${path} does not describe a dataset: ${reason}. Prepare it again with "data prepare".`, {
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse((cause as Error).message, cause);
  }
  const description = value as DatasetDescription;
  if (description?.schema !== 1) throw refuse(`its schema is ${JSON.stringify(description?.schema)}, not 1`);
  for (const key of ['name', 'source'] as const) {
    if (typeof description[key] !== 'string') throw refuse(`"${key}" is no text`);
  }
  if (!isShape(description.shape)) throw refuse('"shape" is not three whole numbers above 0');
  if (!Array.isArray(description.images)) throw refuse('"images" is no list');
  const wrongImage = description.images.findIndex((image) => !isImage(image));
  if (wrongImage >= 0)
    throw refuse(
      `images[${wrongImage}] has no id, no digest, labels without their values, or a file outside the folder`,
    );
  const ids = new Set(description.images.map(({ id }) => id));
  if (ids.size < description.images.length) throw refuse('two images have one id');
  if (!Array.isArray(description.pairs) || description.pairs.length === 0) throw refuse('it has no pairs');
  const wrongPair = description.pairs.findIndex((pair) => !isPair(pair, ids));
  if (wrongPair >= 0) throw refuse(`pairs[${wrongPair}] does not name two of its images`);
  return description;
}

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.length === 3 && value.every((extent) => Number.isInteger(extent) && extent > 0);

/** A plain name within the folder: a description that came from elsewhere cannot point out of it. */
const isFile = (value: unknown): value is DatasetFile => {
  const { file, sha256 } = (value ?? {}) as Partial<DatasetFile>;
  return typeof file === 'string' && /^[\w][\w.-]*$/.test(file) && /^[0-9a-f]{64}$/.test(String(sha256));
};

const isImage = (value: unknown): value is DatasetImage => {
  const { id, labels } = (value ?? {}) as Partial<DatasetImage>;
  return isFile(value) && typeof id === 'string' && (labels === undefined || isLabels(labels));
};

const isLabels = (value: unknown): value is DatasetLabels => {
  const { values } = (value ?? {}) as Partial<DatasetLabels>;
  return isFile(value) && Array.isArray(values) && values.every((label) => Number.isInteger(label));
};

const isPair = (value: unknown, ids: ReadonlySet<string>): value is DatasetPair => {
  const { moving = '', fixed = '', displacement } = (value ?? {}) as Partial<DatasetPair>;
  return ids.has(moving) && ids.has(fixed) && (displacement === undefined || isFile(displacement));
};
