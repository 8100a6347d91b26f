import type { Affine } from './affine.ts';
import type { Shape } from './volume.ts';

/** Structures by number, laid out and oriented as a `Volume`; 0 is what belongs to none. */
export interface LabelVolume {
  readonly data: Uint16Array;
  readonly shape: Shape;
  readonly affine?: Affine;
}
