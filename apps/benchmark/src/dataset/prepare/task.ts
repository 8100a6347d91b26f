import type { Shape } from '../../data/volume.ts';
import type { DatasetFile, DatasetImage } from '../dataset-description.ts';

/** A scan that is brought onto the grid of the dataset. */
export interface ScanTask {
  readonly kind: 'scan';
  readonly id: string;
  readonly scan: string;
  /** The file of its labels; `undefined`: those in the scan's own file, if any. */
  readonly labels?: string | undefined;
  /** The scan whose header places the grid in the world; `undefined`: its own. */
  readonly frame?: string | undefined;
}

/** A seeded smooth deformation of an image of the dataset. */
export interface WarpTask {
  readonly kind: 'warp';
  readonly id: string;
  /** Id of the image that is deformed; it is prepared before. */
  readonly of: string;
  readonly seed: number;
  /** Which patient of the seed. */
  readonly index: number;
}

export type ImageTask = ScanTask | WarpTask;

/** Images to prepare and how they are paired. */
export interface PreparationPlan {
  readonly name: string;
  /** In words. */
  readonly source: string;
  readonly licence?: string;
  readonly shape: Shape;
  readonly images: readonly ImageTask[];
  /** Ids. */
  readonly pairs: readonly { readonly moving: string; readonly fixed: string }[];
}

/** An image whose files lie in the folder. */
export interface FinishedImage {
  readonly image: DatasetImage;
  /** To the image of a deformation, from the one that was deformed. */
  readonly displacement?: DatasetFile;
  /** Whether its axes were brought to {@link datasetOrientation}: its file says how they lie. */
  readonly oriented: boolean;
}

export const datasetOrientation = 'RAS';

export const normalizationText =
  'images within [0, 1] as they are; others (v - min(0, smallest)) / (99.9th percentile of what is not 0 - min(0, smallest)), cut to [0, 1]';
