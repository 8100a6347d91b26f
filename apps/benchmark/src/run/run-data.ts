import { ShapeMismatchError } from '@fast-lncc/core';
import { createCohort, warpedCohort } from '../data/cohort.ts';
import { type ImagePair, loadPair, type PairRequest } from '../data/image-pair.ts';
import { isFolder } from '../data/is-folder.ts';
import { formatShape } from '../data/volume.ts';
import { createDatasetWriter } from '../dataset/dataset-writer.ts';
import { type Dataset, openDataset } from '../dataset/open-dataset.ts';

/** What a run is to train on. */
export interface DataRequest extends PairRequest {
  /** Pairs of an epoch: no more patients are made than that. */
  readonly pairs: number;
}

/** Images that were found and read, but not yet prepared. */
export interface RunSource {
  readonly source: ImagePair['source'];
  readonly description: string;
  /** The prepared dataset, written into the folder unless it was one already. */
  prepare(folder: string): Promise<Dataset>;
}

/** An epoch with more pairs takes these in turn. */
export const mostPatients = 8;

/**
 * Finds the images that a request names: a prepared dataset, two scans, one scan of which seeded deformations are the
 * patients, or the phantom where it names none.
 *
 * @throws UnsupportedOptionError for a combination that names no pair; ShapeMismatchError for a dataset of another size;
 * InvalidDataError as the readers do.
 */
export function findRunData(request: DataRequest): RunSource {
  const { data, moving, fixed, size, seed, pairs } = request;
  if (data !== undefined && moving === undefined && fixed === undefined && isFolder(data)) {
    const dataset = openDataset(data);
    if (formatShape(dataset.shape) !== formatShape(size)) {
      throw new ShapeMismatchError(
        `${data} has images of ${formatShape(dataset.shape)} voxels, but --size is ${formatShape(size)}. Give --size ${formatShape(dataset.shape)}, or prepare the set again with "data prepare".`,
      );
    }
    return { source: 'dataset', description: dataset.description, prepare: async () => dataset };
  }
  const patients = Math.min(pairs, mostPatients);
  if (moving !== undefined || data !== undefined || fixed !== undefined) {
    const pair = loadPair(request);
    const { source, description } = pair;
    if (source === 'scans') return { source, description, prepare: (folder) => writePair(folder, pair) };
    const cohort = warpedCohort(pair.fixed, size, seed);
    return { source, description, prepare: (folder) => writeCohort(folder, description, request, cohort, patients) };
  }
  const description = `seeded brain-like phantom, seed ${seed}`;
  return {
    source: 'phantom',
    description,
    prepare: (folder) => writeCohort(folder, description, request, createCohort(size, seed), patients),
  };
}

async function writePair(folder: string, { moving, fixed, shape, description }: ImagePair): Promise<Dataset> {
  const writer = await createDatasetWriter(folder, { name: 'scans', source: description, shape });
  await writer.addImage({ id: 'moving', image: moving });
  await writer.addImage({ id: 'fixed', image: fixed });
  await writer.addPair({ moving: 'moving', fixed: 'fixed' });
  await writer.finish();
  return openDataset(folder);
}

/** Atlas to patient, as the paper pairs them: the atlas is always the moving image. */
async function writeCohort(
  folder: string,
  description: string,
  { size, seed }: DataRequest,
  { name, atlas, patient }: ReturnType<typeof createCohort>,
  count: number,
): Promise<Dataset> {
  const writer = await createDatasetWriter(folder, { name: `${name}-${seed}`, source: description, shape: size });
  await writer.addImage({ id: 'atlas', ...atlas });
  for (let index = 0; index < count; index++) {
    const id = `patient-${index + 1}`;
    const { displacement, ...images } = patient(index);
    await writer.addImage({ id, ...images });
    await writer.addPair({ moving: 'atlas', fixed: id, displacement });
  }
  await writer.finish();
  return openDataset(folder);
}
