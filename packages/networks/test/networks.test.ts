import { sizeOf } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import {
  initialWeights,
  type Layers,
  lku4,
  lku8,
  planWindows,
  tableRows,
  tm,
  tmSmall,
  tmTiny,
  vm1,
  vm2,
} from '../src/index.ts';

type Shape = readonly number[];

/** Layer verbs on shapes alone: what a network would compute, and how many products it would take. */
function shapeLayers() {
  const count = { products: 0, warps: 0, branches: new Set<number>() };
  const layers: Layers<Shape> = {
    convolution(parts, weight, bias, { stride }) {
      const [outputs = 0, inputs = 0, extent = 0] = weight;
      expect(parts.reduce((sum, part) => sum + (part[1] ?? 0), 0)).toBe(inputs);
      expect(bias ?? [outputs]).toEqual([outputs]);
      for (const part of parts) expect(part.slice(2)).toEqual(parts[0]?.slice(2));
      const spatial = (parts[0] ?? []).slice(2).map((length) => length / stride);
      count.products += outputs * inputs * extent ** 3 * sizeOf(spatial);
      return [1, outputs, ...spatial];
    },
    upsampleConvolution: (coarse, skips, weight, bias, options) =>
      layers.convolution([layers.upsampleNearest(coarse), ...skips], weight, bias, { stride: 1, ...options }),
    residualConvolutions(map, branches) {
      const [, channels = 0, ...spatial] = map;
      for (const { weight, bias } of branches) {
        expect([...weight.slice(0, 2), ...bias]).toEqual([channels, channels, channels]);
        count.products += sizeOf(weight) * sizeOf(spatial);
      }
      return map;
    },
    transposedConvolution(map, weight, bias) {
      const [, channels, ...spatial] = map;
      const [inputs, outputs = 0, ...taps] = weight;
      expect([inputs, ...taps, ...bias]).toEqual([channels, 2, 2, 2, outputs]);
      count.products += sizeOf(weight) * sizeOf(spatial);
      return [1, outputs, ...spatial.map((length) => 2 * length)];
    },
    parametricRelu(map, slope) {
      expect(slope).toEqual([1]);
      return map;
    },
    softsign: (map) => map,
    gelu: (map) => map,
    patchConvolution(parts, weight, bias) {
      const [outputs = 0, inputs = 0, extent = 1] = weight;
      expect(parts.reduce((sum, part) => sum + (part[1] ?? 0), 0)).toBe(inputs);
      expect(bias).toEqual([outputs]);
      const spatial = (parts[0] ?? []).slice(2).map((length) => length / extent);
      count.products += sizeOf(weight) * sizeOf(spatial);
      return [1, outputs, ...spatial];
    },
    linear([batch = 1, channels, ...spatial], [outputs = 0, inputs = 0], bias) {
      expect(inputs).toBe(channels);
      expect(bias ?? [outputs]).toEqual([outputs]);
      count.products += outputs * inputs * sizeOf(spatial);
      return [batch, outputs, ...spatial];
    },
    layerNorm(map, gain, offset) {
      expect([gain, offset]).toEqual([[map[1]], [map[1]]]);
      return map;
    },
    instanceNorm: (map) => map,
    windowAttention([batch = 1, channels = 0, ...grid], table, { heads, window, shift }) {
      const { windows, tokens } = planWindows(grid, { window, shift });
      expect(windows * tokens).toBe(sizeOf(grid));
      expect(table).toEqual([tableRows(window), heads]);
      count.products += ((2 * channels) / 3) * windows * tokens ** 2;
      return [batch, channels / 3, ...grid];
    },
    dropPath(map, branch) {
      count.branches.add(branch);
      return map;
    },
    mergePatches: ([batch = 1, channels = 1, ...spatial]) => [
      batch,
      8 * channels,
      ...spatial.map((length) => length / 2),
    ],
    averagePool: ([batch = 1, channels = 1, ...spatial]) => [batch, channels, ...spatial.map((length) => length / 2)],
    upsampleTrilinear: (map) => layers.upsampleNearest(map),
    scaleChannels(map, factors) {
      expect(factors).toHaveLength(map[1] ?? 0);
      return map;
    },
    add(first, second) {
      expect(second).toEqual(first);
      return first;
    },
    upsampleNearest: ([batch = 1, channels = 1, ...spatial]) => [
      batch,
      channels,
      ...spatial.map((length) => 2 * length),
    ],
    grid: (map) => map.slice(2),
    segment: (maps, weights, build) => build(layers, maps, weights),
    warp(image, displacement) {
      count.warps++;
      expect(displacement).toEqual([1, 3, ...image.slice(2)]);
      return image;
    },
    squaredDifferences: () => [],
  };
  return { layers, count };
}

describe.each([
  ['VoxelMorph-1', vm1, 274_387, 304.05, 1],
  ['VoxelMorph-2', vm2, 301_411, 398.81, 1],
  ['LKU-Net(4,5)', lku4, 522_302, 67.2, 1],
  ['LKU-Net(8,5)', lku8, 2_086_342, 257.1, 1],
  ['LKU-Net(4,5), diffeomorphic', lku4.diffeomorphic, 522_302, 67.2, 8],
  ['LKU-Net(8,5), diffeomorphic', lku8.diffeomorphic, 2_086_342, 257.1, 8],
  ['TransMorph', tm, 46_771_251, 723.6, 1],
  ['TransMorph-Small', tmSmall, 11_757_195, undefined, 1],
  ['TransMorph-Tiny', tmTiny, 244_527, undefined, 1],
] as const)('%s', (_, network, parameters, products, warps) => {
  const size = [160, 192, 224];
  const specifications = network.parameters(size);

  test('has the published number of parameters', () => {
    const used = specifications.filter(({ isUnused }) => isUnused !== true);
    expect(used.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(parameters);
  });

  test('takes the published number of products, in billions, and as many warps as it should, at full size', () => {
    const { layers, count } = shapeLayers();
    const image = [1, 1, ...size];
    const { displacement, warped } = network.forward(
      layers,
      specifications.map(({ shape }) => shape),
      image,
      image,
    );
    expect(displacement).toEqual([1, 3, ...size]);
    expect(warped).toEqual(image);
    if (products !== undefined) expect(Math.abs(count.products / 1e9 - products)).toBeLessThan(0.06);
    expect([...count.branches].toSorted((a, b) => a - b)).toEqual([...(network.dropPathRates ?? []).keys()]);
    expect(count.warps).toBe(warps);
  });

  const { divisor } = network;
  test.each([
    [[160, 192, 220], `crop or pad 220 to ${divisor === 16 ? '208 or 224' : '192 or 224'}`],
    [[8, 32, 32], `crop or pad 8 to ${divisor}`],
    [[32, 32], 'takes images of [D, H, W]'],
    [[32.5, 32, 32], 'crop or pad 32.5'],
  ])('refuses %j', (wrong, message) => {
    expect(() => network.parameters(wrong)).toThrow(message);
  });
});

describe('initial weights', () => {
  const weights = initialWeights(vm1, [16, 16, 16], 7);
  const first = weights['unet_model.downarm.0.main.weight'] as Float32Array;
  const bound = 1 / Math.sqrt(54);

  test('repeat for a seed and differ between seeds', () => {
    expect(initialWeights(vm1, [16, 16, 16], 7)).toEqual(weights);
    expect(initialWeights(vm1, [16, 16, 16], 8)['flow.weight']).not.toEqual(weights['flow.weight']);
  });

  test('convolutions are uniform within 1/√fan_in', () => {
    expect(Math.max(...first)).toBeLessThanOrEqual(bound);
    expect(Math.max(...first)).toBeGreaterThan(0.95 * bound);
    expect(Math.min(...first)).toBeLessThan(-0.95 * bound);
    const variance = first.reduce((sum, value) => sum + value * value, 0) / first.length;
    expect(variance / (bound ** 2 / 3)).toBeGreaterThan(0.85);
    expect(variance / (bound ** 2 / 3)).toBeLessThan(1.15);
  });

  test('the displacement head starts near zero', () => {
    const head = weights['flow.weight'] as Float32Array;
    const deviation = Math.sqrt(head.reduce((sum, value) => sum + value * value, 0) / head.length);
    expect(deviation).toBeGreaterThan(0.8e-5);
    expect(deviation).toBeLessThan(1.2e-5);
    expect(weights['flow.bias']).toEqual(new Float32Array(3));
  });
});
