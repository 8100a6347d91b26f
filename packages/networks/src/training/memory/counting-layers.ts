import { sizeOf } from '@fast-lncc/core';
import type { Layers } from '../../layers.ts';
import { type CountedMap, elementsOf, type RecordedStep } from './largest-alive.ts';

/** Layer verbs that compute nothing, and write down what each would keep and need. */
export interface CountingLayers extends Layers<CountedMap> {
  /** In the order of the calls. */
  readonly steps: readonly RecordedStep[];
  /** The similarity, which is no layer. */
  similarity(warped: CountedMap, fixed: CountedMap, volumes: SimilarityVolumes): CountedMap;
}

/** Volumes that the similarity keeps for its gradient, and needs while it is computed, forward or back. */
export interface SimilarityVolumes {
  readonly kept: number;
  readonly needed: number;
}

/** One place per verb: what is counted is what both engines do, where they differ the larger of the two. */
export function createCountingLayers({ fusedUpsampling }: { readonly fusedUpsampling: boolean }): CountingLayers {
  const steps: RecordedStep[] = [];
  const scalar = [1];
  const record = (
    shape: readonly number[],
    inputs: readonly CountedMap[],
    { keepsOutput = false, ...step }: Partial<Omit<RecordedStep, 'output' | 'inputs'>> & { keepsOutput?: boolean },
  ): CountedMap => {
    const output = { shape };
    const keeps = [...(step.keeps ?? []), ...(keepsOutput ? [output] : [])];
    steps.push({ inputs, output, extra: 0, whileForward: 0, whileBackward: 0, ...step, keeps });
    return output;
  };
  const isMade = (map: CountedMap) => steps.some(({ output }) => output === map);
  const layers: CountingLayers = {
    steps,
    grid: gridOf,
    // Where it is computed once more, the peak was measured to be the same.
    segment: (maps, weights, build) => build(layers, maps, weights),
    convolution(parts, { shape: [outputs = 1] }, _bias, { stride, leakySlope }) {
      const spatial = gridOf(parts[0] as CountedMap).map((length) => length / stride);
      const inputs = total(parts);
      const output = outputs * sizeOf(spatial);
      const isLeaky = leakySlope !== undefined;
      return record([1, outputs, ...spatial], parts, {
        keeps: parts,
        keepsOutput: isLeaky,
        // The sum before the activation; the parts are kept side by side.
        extra: parts.length > 1 ? inputs - elementsOf(parts[0] as CountedMap) : 0,
        whileForward: isLeaky ? output : 0,
        // The gradient before the activation; the smaller operand of the weight gradient in another order.
        whileBackward: (isLeaky ? output : 0) + Math.min(inputs, output),
      });
    },
    upsampleConvolution(coarse, skips, weight, bias, { leakySlope }) {
      if (!fusedUpsampling) {
        return layers.convolution([layers.upsampleNearest(coarse), ...skips], weight, bias, {
          stride: 1,
          ...(leakySlope === undefined ? {} : { leakySlope }),
        });
      }
      const [outputs = 1] = weight.shape;
      const spatial = doubled(coarse);
      const output = outputs * sizeOf(spatial);
      return record([1, outputs, ...spatial], [coarse, ...skips], {
        keeps: [coarse, ...skips],
        keepsOutput: leakySlope !== undefined,
        // The phases on the coarse grid, and their sum with the skips' convolution.
        whileForward: 2 * output,
        whileBackward: 3 * output,
      });
    },
    residualConvolutions: (map) => record(map.shape, [map], { keeps: [map], whileBackward: elementsOf(map) }),
    transposedConvolution(map, { shape: [, outputs = 1] }) {
      const spatial = doubled(map);
      // The eight taps of every voxel, before they are beside each other.
      const taps = outputs * sizeOf(spatial);
      return record([1, outputs, ...spatial], [map], { keeps: [map], whileForward: taps, whileBackward: taps });
    },
    // Which elements are positive is a byte each.
    parametricRelu: (map) =>
      record(map.shape, [map], {
        keeps: [map],
        extra: elementsOf(map) / 4,
        whileForward: elementsOf(map),
        whileBackward: 2 * elementsOf(map),
      }),
    softsign: (map) =>
      record(map.shape, [map], { keeps: [map], extra: elementsOf(map), whileForward: elementsOf(map) }),
    gelu: (map) =>
      record(map.shape, [map], { keeps: [map], whileForward: 2 * elementsOf(map), whileBackward: 3 * elementsOf(map) }),
    patchConvolution(parts, { shape: [outputs = 1, , extent = 1] }) {
      const spatial = gridOf(parts[0] as CountedMap).map((length) => length / extent);
      const inputs = total(parts);
      return record([1, outputs, ...spatial], parts, { keeps: parts, whileForward: inputs, whileBackward: inputs });
    },
    linear(map, { shape: [outputs = 1] }) {
      // The map with its channels last.
      return record([1, outputs, ...gridOf(map)], [map], { keeps: [map], whileBackward: elementsOf(map) });
    },
    // The normalized map is kept beside the map.
    layerNorm: (map) =>
      record(map.shape, [map], {
        keeps: [map],
        extra: elementsOf(map),
        whileForward: elementsOf(map),
        whileBackward: 2 * elementsOf(map),
      }),
    instanceNorm: (map) =>
      record(map.shape, [map], {
        keepsOutput: true,
        whileForward: 2 * elementsOf(map),
        whileBackward: 3 * elementsOf(map),
      }),
    windowAttention(queriesKeysValues, _table, { heads, window }) {
      const [, triple = 3] = queriesKeysValues.shape;
      const all = elementsOf(queriesKeysValues);
      const tokens = sizeOf(window);
      const scores = heads * tokens * sizeOf(gridOf(queriesKeysValues));
      // Group by group of windows, of one at least.
      const together = Math.min(scores, Math.max(scoresAtOnce, heads * tokens ** 2));
      return record([1, triple / 3, ...gridOf(queriesKeysValues)], [queriesKeysValues], {
        keeps: [queriesKeysValues],
        // Cut into windows; scores and probabilities, and the gradients of both.
        whileForward: 2 * all + 3 * together,
        whileBackward: 3 * all + 5 * together,
      });
    },
    dropPath: (map) => record(map.shape, [map], {}),
    mergePatches(map) {
      const [, channels = 1] = map.shape;
      return record([1, 8 * channels, ...gridOf(map).map((length) => length / 2)], [map], {});
    },
    averagePool(map) {
      const [, channels = 1] = map.shape;
      return record([1, channels, ...gridOf(map).map((length) => length / 2)], [map], {});
    },
    upsampleTrilinear(map) {
      const [, channels = 1] = map.shape;
      // A dozen maps of half the size on the finest axis, as neighbors are scaled, added and put beside each other.
      const needed = 6 * 8 * elementsOf(map);
      return record([1, channels, ...doubled(map)], [map], { whileForward: needed, whileBackward: needed });
    },
    scaleChannels: (map) => record(map.shape, [map], {}),
    add: (first, second) => record(first.shape, [first, second], {}),
    upsampleNearest(map) {
      const [, channels = 1] = map.shape;
      // Doubled along two of the axes.
      return record([1, channels, ...doubled(map)], [map], {
        whileForward: 4 * elementsOf(map),
        whileBackward: 4 * elementsOf(map),
      });
    },
    warp(image, displacement) {
      const [, channels = 1] = image.shape;
      const voxels = sizeOf(gridOf(image));
      return record(image.shape, [image, displacement], {
        keeps: [image, displacement],
        // The slopes of every channel; of an image without a gradient also what they are made from.
        extra: voxels * (3 * channels + (isMade(image) ? 0 : 15)),
        // The corners, and where they are.
        whileForward: voxels * (8 * channels + 11),
        whileBackward: voxels * (8 * channels + 11),
      });
    },
    squaredDifferences: (displacement) =>
      record(scalar, [displacement], {
        keeps: [displacement],
        whileForward: elementsOf(displacement),
        whileBackward: elementsOf(displacement),
      }),
    similarity(warped, fixed, { kept, needed }) {
      const voxels = elementsOf(warped);
      return record(scalar, [warped, fixed], {
        keeps: [warped, fixed],
        extra: kept * voxels,
        whileForward: needed * voxels,
        whileBackward: needed * voxels,
      });
    },
  };
  return layers;
}

/** Scores of an attention that an engine has in memory at a time. */
const scoresAtOnce = 2 ** 24;

const gridOf = ({ shape }: CountedMap): readonly number[] => shape.slice(2);

const doubled = (map: CountedMap): readonly number[] => gridOf(map).map((length) => 2 * length);

const total = (maps: readonly CountedMap[]): number => maps.reduce((sum, map) => sum + elementsOf(map), 0);
