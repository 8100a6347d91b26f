import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import type * as tf from '@tensorflow/tfjs-core';
import { assertImage } from '../inputs.ts';

/** Lengths of a volume `[batch, D, H, W, channels]`. */
export interface VolumeShape {
  readonly batch: number;
  readonly spatial: readonly [number, number, number];
  readonly channels: number;
}

/**
 * Splits the shape of a volume.
 *
 * @throws InvalidDataError, UnsupportedOptionError (dtype), ShapeMismatchError unless it is a live float32 tensor of rank 5.
 */
export function splitVolume(name: string, volume: tf.Tensor): VolumeShape {
  assertImage(name, volume);
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = volume.shape;
  if (volume.rank !== 5) {
    throw new ShapeMismatchError(
      `${name} has the shape ${formatShape(volume.shape)}; give a volume [batch, D, H, W, channels].`,
    );
  }
  return { batch, spatial: [depth, height, width], channels };
}
