import { InvalidDataError, ShapeMismatchError } from '@fast-lncc/core';
import type { Affine } from '../../data/affine.ts';
import { normalizeIntensities } from '../../data/intensities.ts';
import type { LabelVolume } from '../../data/label-volume.ts';
import { reorient } from '../../data/orientation.ts';
import type { Scan } from '../../data/read-scan.ts';
import { centeredGrid, type Grid, gridInOtherImage, resample } from '../../data/resample.ts';
import { formatShape, type Shape } from '../../data/volume.ts';
import { resampleLabels } from './resample-labels.ts';
import { datasetOrientation } from './task.ts';

/** What places a grid in the world. */
export interface Frame {
  readonly shape: Shape;
  readonly affine?: Affine;
}

export interface PlacedScan {
  readonly image: Float32Array;
  readonly labels?: Uint16Array;
  readonly oriented: boolean;
}

/**
 * A scan on the dataset's grid: axes in one orientation, image resampled and normalized, labels by the nearest voxel. The
 * grid is centered in the frame; where scan and frame both have headers, these align them, otherwise their centers do.
 *
 * @param frame after {@link frameOf}; `undefined`: the scan's own.
 * @param path named in messages.
 * @throws InvalidDataError where nothing of the scan is on the grid; ShapeMismatchError for labels of another grid
 * without a header.
 */
export function placeScan(scan: Scan, shape: Shape, frame: Frame | undefined, path: string): PlacedScan {
  const labels = scan.labels && withHeader(scan.labels, scan.image, path);
  const image = reorient(scan.image, datasetOrientation);
  const grid = gridIn(image, shape, frame ?? image, path);
  const values = onGrid(() => normalizeIntensities(resample(image, grid)), path);
  const oriented = image.affine !== undefined;
  if (!labels) return { image: values, oriented };
  const turned = reorient(labels, datasetOrientation);
  const isSameGrid = formatShape(turned.shape) === formatShape(image.shape) && sameAffine(turned.affine, image.affine);
  const labelGrid = isSameGrid ? grid : gridIn(turned, shape, frame ?? image, path);
  return { image: values, labels: resampleLabels(turned, labelGrid), oriented };
}

/** The frame that a scan is for others. */
export function frameOf({ image }: Scan): Frame {
  const { shape, affine } = reorient(image, datasetOrientation);
  return affine ? { shape, affine } : { shape };
}

function gridIn(volume: Frame, shape: Shape, frame: Frame, path: string): Grid {
  if (!frame.affine || !volume.affine) return centeredGrid(volume.shape, shape);
  const grid = gridInOtherImage(centeredGrid(frame.shape, shape), frame.affine, volume.affine);
  if (grid) return grid;
  throw new InvalidDataError(`${path} has a singular orientation. Correct its sform or qform.`);
}

/** Labels without a header lie as their image does. */
function withHeader(labels: LabelVolume, image: Scan['image'], path: string): LabelVolume {
  if (labels.affine && image.affine) return labels;
  const { data, shape } = labels;
  if (formatShape(shape) !== formatShape(image.shape)) {
    throw new ShapeMismatchError(
      `${path}: its labels have ${formatShape(shape)} voxels and the image ${formatShape(image.shape)}, and no headers tell how they lie. Give labels on the grid of their image.`,
    );
  }
  return image.affine ? { data, shape, affine: image.affine } : { data, shape };
}

const sameAffine = (first: Affine | undefined, second: Affine | undefined): boolean =>
  JSON.stringify(first) === JSON.stringify(second);

function onGrid<Result>(compute: () => Result, path: string): Result {
  try {
    return compute();
  } catch (cause) {
    throw cause instanceof InvalidDataError ? new InvalidDataError(`${path}: ${cause.message}`, { cause }) : cause;
  }
}
