/** The layer verbs in float64, voxel by voxel as their formulas say, on arrays `[batch, D, H, W, channels]`. */
export interface Volume {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** The element at a place, 0 outside. */
export function at({ shape, data }: Volume, place: readonly number[]): number {
  let index = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const [position, length] = [place[axis] as number, shape[axis] as number];
    if (position < 0 || position >= length) return 0;
    index = index * length + position;
  }
  return data[index] as number;
}

/** Between the eight voxels around a position `[d, h, w]`, trilinear, zeros outside. */
export function interpolate(volume: Volume, sample: number, position: readonly number[], channel: number): number {
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    let weight = 1;
    const place = position.map((coordinate, axis) => {
      const low = Math.floor(coordinate);
      const isHigh = (corner >> axis) & 1;
      weight *= isHigh ? coordinate - low : 1 - (coordinate - low);
      return low + isHigh;
    });
    sum += weight * at(volume, [sample, ...place, channel]);
  }
  return sum;
}

/** A new volume from its values by place. */
export function build(shape: readonly number[], value: (place: number[]) => number): Float64Array {
  const size = shape.reduce((product, length) => product * length, 1);
  return Float64Array.from({ length: size }, (_, index) => {
    const place: number[] = [];
    let rest = index;
    for (const length of shape.toReversed()) {
      place.unshift(rest % length);
      rest = Math.floor(rest / length);
    }
    return value(place);
  });
}

/** `W ∗ [parts] + b` with zeros around, weight `[k, k, k, inputs, outputs]`. */
export function directConvolution(
  parts: readonly Volume[],
  weight: Volume,
  bias: ArrayLike<number>,
  stride: number,
): Float64Array {
  const [extent = 1, , , , outputs = 1] = weight.shape;
  const radius = (extent - 1) / 2;
  const [batch = 1, ...rest] = parts[0]?.shape ?? [];
  const spatial = rest.slice(0, 3).map((length) => Math.ceil(length / stride));
  return build([batch, ...spatial, outputs], ([sample = 0, d = 0, h = 0, w = 0, output = 0]) => {
    let sum = bias[output] as number;
    for (let tap = 0; tap < extent ** 3; tap++) {
      const offset = [Math.floor(tap / extent ** 2), Math.floor(tap / extent) % extent, tap % extent];
      const place = [d, h, w].map((position, axis) => position * stride + (offset[axis] ?? 0) - radius);
      let input = 0;
      for (const part of parts) {
        for (let channel = 0; channel < (part.shape[4] ?? 0); channel++, input++) {
          sum += at(part, [sample, ...place, channel]) * at(weight, [...offset, input, output]);
        }
      }
    }
    return sum;
  });
}

/** Trilinear sampling at `p + displacement(p)`, with zeros outside, or positions clamped to the grid. */
export function directWarp(image: Volume, displacement: Volume, outside: 'zero' | 'clamp' = 'zero'): Float64Array {
  return build(image.shape, ([sample = 0, d = 0, h = 0, w = 0, channel = 0]) => {
    const position = [d, h, w].map((start, axis) => {
      const moved = start + at(displacement, [sample, d, h, w, axis]);
      const last = (image.shape[axis + 1] ?? 1) - 1;
      return outside === 'clamp' ? Math.min(Math.max(moved, 0), last) : moved;
    });
    return interpolate(image, sample, position, channel);
  });
}

export function directUpsampling(map: Volume): Float64Array {
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = map.shape;
  const doubled = [batch, 2 * depth, 2 * height, 2 * width, channels];
  return build(doubled, ([sample = 0, d = 0, h = 0, w = 0, channel = 0]) =>
    at(map, [sample, d >> 1, h >> 1, w >> 1, channel]),
  );
}

/** `y(2p + t) = W(t) x(p) + b`, weight `[2, 2, 2, outputs, inputs]`. */
export function directTransposedConvolution(map: Volume, weight: Volume, bias: ArrayLike<number>): Float64Array {
  const [batch = 1, depth = 1, height = 1, width = 1, inputs = 1] = map.shape;
  const shape = [batch, 2 * depth, 2 * height, 2 * width, weight.shape[3] ?? 1];
  return build(shape, ([sample = 0, d = 0, h = 0, w = 0, output = 0]) => {
    let sum = bias[output] as number;
    for (let input = 0; input < inputs; input++) {
      sum += at(weight, [d & 1, h & 1, w & 1, output, input]) * at(map, [sample, d >> 1, h >> 1, w >> 1, input]);
    }
    return sum;
  });
}

/** Mean over the axes of the mean squared forward difference, each scaled before it is squared. */
export function directSquaredDifferences(displacement: Volume, scales: readonly number[] = [1, 1, 1]): number {
  let total = 0;
  for (const axis of [1, 2, 3]) {
    const shape = displacement.shape.map((length, other) => (other === axis ? length - 1 : length));
    const squares = build(shape, (place) => {
      const next = place.map((position, other) => (other === axis ? position + 1 : position));
      return ((scales[axis - 1] ?? 1) * (at(displacement, next) - at(displacement, place))) ** 2;
    });
    total += squares.reduce((sum, value) => sum + value, 0) / squares.length / 3;
  }
  return total;
}
