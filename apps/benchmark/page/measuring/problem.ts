import type { Shape } from '../../src/data/volume.ts';

/** Two images of a size, as every contender gets them. */
export interface ImageProblem {
  readonly size: Shape;
  readonly window: number;
  readonly moving: Float32Array<ArrayBuffer>;
  readonly fixed: Float32Array<ArrayBuffer>;
}

/** A problem and what it is computed on, until it is disposed. */
export interface OpenProblem extends ImageProblem {
  dispose(): void;
}
