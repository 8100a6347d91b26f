import type { AttentionOptions } from '@fast-lncc/networks';
import { at, build, interpolate, type Volume } from './direct-verbs.ts';

/** `x Φ(x)`, by the power series of the error function: for |x| up to about 5. */
export const directGelu = ({ data }: Volume): Float64Array =>
  Float64Array.from(data, (value) => 0.5 * value * (1 + errorFunction(value / Math.SQRT2)));

function errorFunction(x: number): number {
  let [sum, term] = [0, x];
  for (let n = 0; Math.abs(term) > 1e-18; n++) {
    sum += term / (2 * n + 1);
    term *= -(x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** `W x(p) + b`, weight `[outputs, inputs]`. */
export function directLinear(map: Volume, weight: Volume, bias?: Volume): Float64Array {
  const [outputs = 1, inputs = 1] = weight.shape;
  return build([...map.shape.slice(0, 4), outputs], (place) => {
    const [voxel, output = 0] = [place.slice(0, 4), place[4]];
    let sum = bias === undefined ? 0 : at(bias, [output]);
    for (let input = 0; input < inputs; input++) sum += at(weight, [output, input]) * at(map, [...voxel, input]);
    return sum;
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function normalized(value: number, group: readonly number[]): number {
  const center = mean(group);
  return (value - center) / Math.sqrt(mean(group.map((each) => (each - center) ** 2)) + 1e-5);
}

/** Over the channels of a voxel. */
export const directLayerNorm = (map: Volume, gain: Volume, offset: Volume): Float64Array =>
  build(map.shape, (place) => {
    const [voxel, channel = 0] = [place.slice(0, 4), place[4]];
    const group = Array.from({ length: map.shape[4] ?? 1 }, (_, each) => at(map, [...voxel, each]));
    return at(gain, [channel]) * normalized(at(map, place), group) + at(offset, [channel]);
  });

/** Over the voxels of a channel, and a leaky slope. */
export function directInstanceNorm(map: Volume, slope: number): Float64Array {
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = map.shape;
  const voxels = depth * height * width;
  const groups = Array.from({ length: batch * channels }, (_, index) =>
    Array.from(
      { length: voxels },
      (_, voxel) => map.data[(Math.floor(index / channels) * voxels + voxel) * channels + (index % channels)] as number,
    ),
  );
  return build(map.shape, (place) => {
    const [sample = 0, channel = 0] = [place[0], place[4]];
    const value = normalized(at(map, place), groups[sample * channels + channel] ?? []);
    return value < 0 ? slope * value : value;
  });
}

/** Stride = extent, weight `[k, k, k, inputs, outputs]`. */
export function directPatchConvolution(parts: readonly Volume[], weight: Volume, bias: Volume): Float64Array {
  const [extent = 1, , , , outputs = 1] = weight.shape;
  const [batch = 1, ...rest] = parts[0]?.shape ?? [];
  const spatial = rest.slice(0, 3).map((length) => length / extent);
  return build([batch, ...spatial, outputs], ([sample = 0, d = 0, h = 0, w = 0, output = 0]) => {
    let sum = at(bias, [output]);
    for (let tap = 0; tap < extent ** 3; tap++) {
      const offset = [Math.floor(tap / extent ** 2), Math.floor(tap / extent) % extent, tap % extent];
      const place = [d, h, w].map((position, axis) => position * extent + (offset[axis] ?? 0));
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

/** Offsets along D, H, W in the order of the authors. */
const offsets = ['000', '100', '010', '001', '110', '011', '101', '111'].map((digits) => [...digits].map(Number));

export function directMerging(map: Volume): Float64Array {
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = map.shape;
  return build([batch, depth / 2, height / 2, width / 2, 8 * channels], ([sample = 0, d = 0, h = 0, w = 0, c = 0]) => {
    const offset = offsets[Math.floor(c / channels)] as number[];
    const place = [d, h, w].map((position, axis) => 2 * position + (offset[axis] ?? 0));
    return at(map, [sample, ...place, c % channels]);
  });
}

/** Zeros outside counted. */
export function directAveragePool(map: Volume): Float64Array {
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = map.shape;
  const halved = [depth, height, width].map((length) => Math.ceil(length / 2));
  return build([batch, ...halved, channels], ([sample = 0, d = 0, h = 0, w = 0, channel = 0]) => {
    let sum = 0;
    for (let tap = 0; tap < 27; tap++) {
      const offset = [Math.floor(tap / 9) - 1, (Math.floor(tap / 3) % 3) - 1, (tap % 3) - 1];
      const place = [d, h, w].map((position, axis) => 2 * position + (offset[axis] ?? 0));
      sum += at(map, [sample, ...place, channel]);
    }
    return sum / 27;
  });
}

/** Linear sampling at `(p + ½) / 2 − ½`, clamped to the grid. */
export function directTrilinear(map: Volume): Float64Array {
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = map.shape;
  const lengths = [depth, height, width];
  const doubled = lengths.map((length) => 2 * length);
  return build([batch, ...doubled, channels], ([sample = 0, d = 0, h = 0, w = 0, channel = 0]) => {
    const position = [d, h, w].map((fine, axis) =>
      Math.min((lengths[axis] ?? 1) - 1, Math.max(0, (fine + 0.5) / 2 - 0.5)),
    );
    return interpolate(map, sample, position, channel);
  });
}

/** Token by token: those of its window in the rolled grid, apart by 100 where the parts of the grid differ. */
export function directWindowAttention(input: Volume, table: Volume, options: AttentionOptions): Float64Array {
  const { heads, window, shift } = options;
  const [, depth = 1, height = 1, width = 1, triple = 3] = input.shape;
  const [grid, channels] = [[depth, height, width], triple / 3];
  const perHead = channels / heads;
  const isShifted = shift.some((distance) => distance > 0);
  const tokens = Array.from({ length: depth * height * width }, (_, index) => {
    const place = [Math.floor(index / (height * width)), Math.floor(index / width) % height, index % width];
    const rolled = place.map((position, axis) => {
      const length = grid[axis] ?? 1;
      return (position - (shift[axis] ?? 0) + length) % length;
    });
    // The slices [0, n − w), [n − w, n − s), [n − s, n) of the authors.
    const region = rolled.map((position, axis) => {
      const length = grid[axis] ?? 1;
      return (position >= length - (window[axis] ?? 1) ? 1 : 0) + (position >= length - (shift[axis] ?? 0) ? 1 : 0);
    });
    const cell = rolled.map((position, axis) => Math.floor(position / (window[axis] ?? 1)));
    return { place, rolled, cell: cell.join(), region: region.join() };
  });
  const read = (token: { readonly place: readonly number[] }, channel: number) =>
    at(input, [0, ...token.place, channel]);
  return build([1, ...grid, channels], ([, d = 0, h = 0, w = 0, channel = 0]) => {
    const head = Math.floor(channel / perHead);
    const query = tokens[(d * height + h) * width + w] as (typeof tokens)[number];
    const keys = tokens.filter(({ cell }) => cell === query.cell);
    const scores = keys.map((key) => {
      let score = 0;
      for (let each = 0; each < perHead; each++) {
        score += read(query, head * perHead + each) * read(key, channels + head * perHead + each);
      }
      const row = query.rolled.reduce((index, position, axis) => {
        const extent = window[axis] ?? 1;
        return index * (2 * extent - 1) + position - (key.rolled[axis] ?? 0) + extent - 1;
      }, 0);
      const mask = isShifted && key.region !== query.region ? -100 : 0;
      return score / Math.sqrt(perHead) + at(table, [row, head]) + mask;
    });
    const exponentials = scores.map(Math.exp);
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    return keys.reduce(
      (sum, key, index) => sum + ((exponentials[index] ?? 0) / total) * read(key, 2 * channels + channel),
      0,
    );
  });
}
