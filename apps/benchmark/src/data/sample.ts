import type { Shape } from './volume.ts';

/** Trilinear interpolation at the voxel coordinate `(d, h, w)`; neighbors outside the volume count as 0. */
export function sampleTrilinear(data: Float32Array, shape: Shape, d: number, h: number, w: number): number {
  const [depth, height, width] = shape;
  const d0 = Math.floor(d);
  const h0 = Math.floor(h);
  const w0 = Math.floor(w);
  const td = d - d0;
  const th = h - h0;
  const tw = w - w0;
  const first = (d0 * height + h0) * width + w0;
  if (d0 >= 0 && h0 >= 0 && w0 >= 0 && d0 < depth - 1 && h0 < height - 1 && w0 < width - 1) {
    const below = first + width;
    const behind = first + height * width;
    const corner = behind + width;
    const near = mix(mix(data[first]!, data[first + 1]!, tw), mix(data[below]!, data[below + 1]!, tw), th);
    const far = mix(mix(data[behind]!, data[behind + 1]!, tw), mix(data[corner]!, data[corner + 1]!, tw), th);
    return mix(near, far, td);
  }
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const cd = d0 + (corner >> 2);
    const ch = h0 + ((corner >> 1) & 1);
    const cw = w0 + (corner & 1);
    if (cd < 0 || ch < 0 || cw < 0 || cd >= depth || ch >= height || cw >= width) continue;
    const weight = (corner & 4 ? td : 1 - td) * (corner & 2 ? th : 1 - th) * (corner & 1 ? tw : 1 - tw);
    sum += weight * data[(cd * height + ch) * width + cw]!;
  }
  return sum;
}

function mix(start: number, end: number, fraction: number): number {
  return start + (end - start) * fraction;
}

/** As {@link sampleTrilinear}, with coordinates outside moved to the nearest voxel inside. */
export function sampleClamped(data: Float32Array, shape: Shape, d: number, h: number, w: number): number {
  const inside = (value: number, extent: number) => Math.min(extent - 1, Math.max(0, value));
  return sampleTrilinear(data, shape, inside(d, shape[0]), inside(h, shape[1]), inside(w, shape[2]));
}

/** The value of the voxel nearest to the coordinate, 0 outside. */
export function sampleNearest(data: Uint8Array | Uint16Array, shape: Shape, d: number, h: number, w: number): number {
  const rd = Math.round(d);
  const rh = Math.round(h);
  const rw = Math.round(w);
  if (rd < 0 || rh < 0 || rw < 0 || rd >= shape[0] || rh >= shape[1] || rw >= shape[2]) return 0;
  return data[(rd * shape[1] + rh) * shape[2] + rw]!;
}
