import { join } from 'node:path';
import { warpedCohort } from '../../data/cohort.ts';
import { readLabels } from '../../data/read-labels.ts';
import { readScan, type Scan } from '../../data/read-scan.ts';
import { readVolume } from '../../data/read-volume.ts';
import { type Shape, voxelCount } from '../../data/volume.ts';
import type { DatasetImage } from '../dataset-description.ts';
import { writeDisplacement, writeImage } from '../dataset-files.ts';
import { readValues } from '../raw-files.ts';
import { type Frame, frameOf, placeScan } from './place-scan.ts';
import type { FinishedImage, ImageTask, ScanTask, WarpTask } from './task.ts';

/** A task with what it needs besides. */
export interface TaskInFolder {
  readonly task: ImageTask;
  readonly folder: string;
  readonly shape: Shape;
  /** The image that a deformation is of, with what is known of its axes. */
  readonly base?: FinishedImage | undefined;
}

/**
 * Prepares one image and writes its files.
 *
 * @throws InvalidDataError, ShapeMismatchError as the readers and {@link placeScan}; StorageError for a failed write.
 */
export function performTask({ task, folder, shape, base }: TaskInFolder): Promise<FinishedImage> {
  return task.kind === 'scan' ? prepareScan(task, folder, shape) : prepareWarp(task, folder, shape, base!);
}

async function prepareScan(task: ScanTask, folder: string, shape: Shape): Promise<FinishedImage> {
  const { id, scan: path, labels, frame } = task;
  const scan: Scan = labels === undefined ? readScan(path) : { image: readVolume(path), labels: readLabels(labels) };
  const { oriented, ...images } = placeScan(scan, shape, frame === undefined ? undefined : frameAt(frame), path);
  return { image: await writeImage(folder, shape, { id, ...images }), oriented };
}

async function prepareWarp(task: WarpTask, folder: string, shape: Shape, base: FinishedImage): Promise<FinishedImage> {
  const { id, of, seed, index } = task;
  const { image, labels } = await readImage(folder, shape, base.image);
  const { displacement, ...images } = warpedCohort(image, shape, seed, labels).patient(index);
  return {
    image: await writeImage(folder, shape, { id, ...images }),
    displacement: await writeDisplacement(folder, shape, { moving: of, fixed: id }, displacement),
    oriented: base.oriented,
  };
}

async function readImage(folder: string, shape: Shape, { file, labels }: DatasetImage) {
  const count = voxelCount(shape);
  const image = await readValues(join(folder, file), count, Float32Array);
  return { image, labels: labels && (await readValues(join(folder, labels.file), count, Uint16Array)) };
}

let latestFrame: { readonly path: string; readonly frame: Frame } | undefined;

/** Most tasks share one frame. */
function frameAt(path: string): Frame {
  if (latestFrame?.path !== path) latestFrame = { path, frame: frameOf({ image: readVolume(path) }) };
  return latestFrame.frame;
}
