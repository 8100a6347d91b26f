import type { Affine } from './affine.ts';
import type { StoredArray } from './arrays/stored-array.ts';

/** An array of a file and its orientation, where the file has one. */
export interface StoredVolume {
  readonly array: StoredArray;
  readonly affine?: Affine;
}

/** What a file holds. Each part is looked for when it is asked for, so that who wants one does not pay for the other. */
export interface StoredScan {
  readonly image: () => StoredVolume;
  /** Absent where the format has no place for labels beside an image; returns `undefined` where this file has none. */
  readonly labels?: () => StoredVolume | undefined;
}
