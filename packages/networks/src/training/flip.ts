import { assertLength } from '@fast-lncc/core';
import type { TrainingPair } from './trainer.ts';

/** Which of the axes D, H, W run backwards. */
export type Flips = readonly [boolean, boolean, boolean];

/**
 * A volume with some of its axes reversed, as a copy: `y[d, h, w] = x[D − 1 − d, h, w]` for the first axis.
 *
 * @param volume `[D, H, W]` in C order.
 * @throws ShapeMismatchError unless the volume has the voxels of the size.
 */
export function flipVolume(volume: Float32Array, size: readonly number[], flips: Flips): Float32Array {
  assertLength('volume', volume.length, size);
  const [depth = 1, height = 1, width = 1] = size;
  const [flipDepth, flipHeight, flipWidth] = flips;
  const flipped = new Float32Array(volume.length);
  for (let d = 0; d < depth; d++) {
    for (let h = 0; h < height; h++) {
      const from = (flipDepth ? depth - 1 - d : d) * height + (flipHeight ? height - 1 - h : h);
      const row = flipped.subarray((d * height + h) * width, (d * height + h + 1) * width);
      row.set(volume.subarray(from * width, (from + 1) * width));
      if (flipWidth) row.reverse();
    }
  }
  return flipped;
}

/**
 * A pair with the same axes of both images reversed: what has been seen is the same anatomy, in a mirror.
 *
 * Source: `RandomFlip` of TransMorph's data (data/trans.py).
 *
 * @throws ShapeMismatchError unless both images have the voxels of the size.
 */
export function flipPair({ moving, fixed }: TrainingPair, size: readonly number[], flips: Flips): TrainingPair {
  return { moving: flipVolume(moving, size, flips), fixed: flipVolume(fixed, size, flips) };
}
