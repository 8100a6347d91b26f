import type * as tf from '@tensorflow/tfjs-core';
import { type AxisMatrix, linearAlongAxes } from './multiply-axes.ts';
import { splitVolume } from './volume.ts';

/**
 * The mean over 3×3×3 voxels around every second one, zeros outside counted, with its exact gradient. The gradient of
 * `tf.avgPool3d` with padding is wrong at the borders on several backends, and its padding is not counted.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @returns `[batch, ⌈D/2⌉, ⌈H/2⌉, ⌈W/2⌉, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function averagePool(map: tf.Tensor): tf.Tensor5D {
  return linearAlongAxes('averagePool', map, splitVolume('map', map), thirds);
}

/** A third of the voxels at 2i − 1, 2i and 2i + 1. */
function thirds(length: number): AxisMatrix {
  const after = Math.ceil(length / 2);
  const values = Float32Array.from({ length: after * length }, (_, index) =>
    Math.abs((index % length) - 2 * Math.floor(index / length)) <= 1 ? 1 / 3 : 0,
  );
  return { after, before: length, values };
}
