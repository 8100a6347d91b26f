import type { Layers, Network } from '@fast-lncc/networks';
import type { Shape } from '../data/volume.ts';

/** The arithmetic of one forward pass of a network, from which the time of a training step is predicted. */
export interface Work {
  /** Multiply-accumulates of convolutions, linear layers and attention. */
  readonly products: number;
  /** Elements that verbs read and write. */
  readonly elements: number;
}

interface CountedMap {
  readonly shape: readonly number[];
}

const elementsOf = ({ shape }: CountedMap): number => shape.reduce((product, length) => product * length, 1);
const gridOf = ({ shape }: CountedMap): readonly number[] => shape.slice(2);
const voxelsOf = (grid: readonly number[]): number => grid.reduce((product, length) => product * length, 1);
const total = (maps: readonly CountedMap[]): number => maps.reduce((sum, map) => sum + elementsOf(map), 0);
const scaled = (map: CountedMap, factor: number): readonly number[] => gridOf(map).map((length) => length * factor);

/**
 * The network's own `forward` and `smoothness`, run over verbs that compute nothing and count.
 *
 * @throws ShapeMismatchError where the network cannot take images of this size.
 */
export function countWork(network: Network, size: Shape): Work {
  const counter = { products: 0, elements: 0 };
  const layers = createCounter(counter);
  const weights = network.parameters(size).map(({ shape }) => ({ shape }));
  const [moving, fixed] = [{ shape: [1, 1, ...size] }, { shape: [1, 1, ...size] }];
  network.smoothness(layers, network.forward(layers, weights, moving, fixed));
  return counter;
}

function createCounter(counter: { products: number; elements: number }): Layers<CountedMap> {
  const make = (inputs: readonly CountedMap[], shape: readonly number[], products = 0, passes = 1): CountedMap => {
    const output = { shape };
    counter.products += products;
    counter.elements += passes * (total(inputs) + elementsOf(output));
    return output;
  };
  const same = (map: CountedMap, passes = 1) => make([map], map.shape, 0, passes);
  const onGrid = (maps: readonly CountedMap[], channels: number, grid: readonly number[], products: number) =>
    make(maps, [1, channels, ...grid], products);
  const layers: Layers<CountedMap> = {
    grid: gridOf,
    segment: (maps, weights, build) => build(layers, maps, weights),
    convolution(parts, weight, _bias, { stride }) {
      const grid = scaled(parts[0] as CountedMap, 1 / stride);
      return onGrid(parts, weight.shape[0] ?? 1, grid, elementsOf(weight) * voxelsOf(grid));
    },
    upsampleConvolution: (coarse, skips, weight, bias, options) =>
      layers.convolution([layers.upsampleNearest(coarse), ...skips], weight, bias, { ...options, stride: 1 }),
    residualConvolutions(map, branches) {
      // Engines add the kernels: the largest extent alone counts.
      const largest = Math.max(...branches.map(({ weight }) => elementsOf(weight)));
      return make([map], map.shape, largest * voxelsOf(gridOf(map)));
    },
    transposedConvolution: (map, weight) =>
      onGrid([map], weight.shape[1] ?? 1, scaled(map, 2), elementsOf(weight) * voxelsOf(gridOf(map))),
    patchConvolution(parts, weight) {
      const grid = scaled(parts[0] as CountedMap, 1 / (weight.shape[2] ?? 1));
      return onGrid(parts, weight.shape[0] ?? 1, grid, elementsOf(weight) * voxelsOf(grid));
    },
    linear: (map, weight) =>
      onGrid([map], weight.shape[0] ?? 1, gridOf(map), elementsOf(weight) * voxelsOf(gridOf(map))),
    windowAttention(queriesKeysValues, _table, { heads, window }) {
      const [, triple = 3] = queriesKeysValues.shape;
      const voxels = voxelsOf(gridOf(queriesKeysValues));
      const tokens = voxelsOf(window);
      counter.elements += 3 * heads * tokens * voxels;
      return onGrid([queriesKeysValues], triple / 3, gridOf(queriesKeysValues), 2 * tokens * (triple / 3) * voxels);
    },
    parametricRelu: (map) => same(map),
    softsign: (map) => same(map),
    gelu: (map) => same(map, 2),
    layerNorm: (map) => same(map, 2),
    instanceNorm: (map) => same(map, 2),
    dropPath: (map) => map,
    mergePatches: (map) => make([map], [1, 8 * (map.shape[1] ?? 1), ...scaled(map, 1 / 2)]),
    averagePool: (map) => make([map], [1, map.shape[1] ?? 1, ...scaled(map, 1 / 2)]),
    upsampleTrilinear: (map) => make([map], [1, map.shape[1] ?? 1, ...scaled(map, 2)], 0, 2),
    upsampleNearest: (map) => make([map], [1, map.shape[1] ?? 1, ...scaled(map, 2)]),
    scaleChannels: (map) => same(map),
    // Eight corners and their weights.
    warp: (image, displacement) => make([image, displacement], image.shape, 8 * elementsOf(image), 4),
    add: (first, second) => make([first, second], first.shape),
    squaredDifferences: (displacement) => make([displacement], [1], 0, 3),
  };
  return layers;
}
