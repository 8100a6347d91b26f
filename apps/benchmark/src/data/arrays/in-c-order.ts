import type { Shape } from '../volume.ts';
import type { NumberValues } from './native-values.ts';

/** One cache line of float32. */
const tile = 16;

/** Where the numbers of a volume lie: that of voxel `(d, h, w)` at `start + d·strides[0] + h·strides[1] + w·strides[2]`. */
export interface Layout {
  readonly shape: Shape;
  readonly strides: Shape;
  readonly start?: number;
}

/** `value · slope + intercept`. */
export interface Scale {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Fills `target` in C order with scaled values of any layout. The first and the last axis are walked in tiles: a
 * transposition row by row would leave the cache at every number.
 */
export function copyInCOrder<Target extends Float32Array | Uint16Array>(
  source: NumberValues,
  { shape, strides, start = 0 }: Layout,
  target: Target,
  { slope, intercept }: Scale = { slope: 1, intercept: 0 },
): Target {
  const [depth, height, width] = shape;
  const [strideD, strideH, strideW] = strides;
  for (let h = 0; h < height; h++) {
    for (let d0 = 0; d0 < depth; d0 += tile) {
      const d1 = Math.min(depth, d0 + tile);
      for (let w0 = 0; w0 < width; w0 += tile) {
        const w1 = Math.min(width, w0 + tile);
        for (let d = d0; d < d1; d++) {
          let from = start + d * strideD + h * strideH + w0 * strideW;
          let to = (d * height + h) * width + w0;
          for (let w = w0; w < w1; w++, from += strideW) target[to++] = source[from]! * slope + intercept;
        }
      }
    }
  }
  return target;
}
