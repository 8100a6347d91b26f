import type * as tf from '@tensorflow/tfjs-core';
import { type AxisMatrix, linearAlongAxes } from './multiply-axes.ts';
import { splitVolume } from './volume.ts';

/**
 * Twice the voxels along the three axes, linearly between the centers, clamped at the edges, with its exact gradient. Along
 * an axis `y(2i) = ¼ x(i − 1) + ¾ x(i)` and `y(2i + 1) = ¾ x(i) + ¼ x(i + 1)`.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @returns `[batch, 2D, 2H, 2W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function upsampleTrilinear(map: tf.Tensor): tf.Tensor5D {
  return linearAlongAxes('upsampleTrilinear', map, splitVolume('map', map), quarters);
}

function quarters(length: number): AxisMatrix {
  const values = new Float32Array(2 * length * length);
  for (let row = 0; row < 2 * length; row++) {
    const own = row >> 1;
    const neighbor = Math.min(length - 1, Math.max(0, row % 2 === 0 ? own - 1 : own + 1));
    values[row * length + own] = 0.75;
    values[row * length + neighbor] = (values[row * length + neighbor] ?? 0) + 0.25;
  }
  return { after: 2 * length, before: length, values };
}
