import { sizeOf } from '@fast-lncc/core';
import type { Layers } from '@fast-lncc/networks';
import { checkpoint, type Edge, type Tape } from '@fast-lncc/onnx';
import { averagePoolStep } from './average-pool.ts';
import { addStep, scaleChannelsStep } from './channel-arithmetic.ts';
import { convolutionStep } from './convolution.ts';
import { dropPathStep } from './drop-path.ts';
import { geluStep } from './gelu.ts';
import { linearStep } from './linear.ts';
import { mergePatchesStep } from './merge-patches.ts';
import { instanceNormStep, layerNormStep } from './normalization.ts';
import { parametricReluStep } from './parametric-relu.ts';
import { patchConvolutionStep } from './patch-convolution.ts';
import { residualConvolutionsStep } from './residual-convolutions.ts';
import { softsignStep } from './softsign.ts';
import { squaredDifferencesStep } from './squared-differences.ts';
import { transposedConvolutionStep } from './transposed-convolution.ts';
import { upsampleConvolutionStep } from './upsample-convolution.ts';
import { upsampleNearestStep } from './upsample-nearest.ts';
import { upsampleTrilinearStep } from './upsample-trilinear.ts';
import { warpStep } from './warp.ts';
import { type WeightGradientForm, weightGradients } from './weight-gradient.ts';
import { windowAttentionStep } from './window-attention.ts';

/** Options of {@link createGraphLayers}. */
export interface GraphLayersOptions {
  /** Carry out `upsampleConvolution` on the coarse grid, where it has skips, a bias and extent 3. Default false. */
  readonly fusedUpsampling?: boolean;
  /** Compute segments once more on the way back. Default false. */
  readonly recompute?: boolean;
  /** How gradients of convolutions' weights are computed. Default `convolution`. */
  readonly weightGradientForm?: WeightGradientForm;
  /** What each branch of `dropPath` is multiplied by, a vector. Default: none is dropped. */
  readonly dropPathScales?: Edge;
}

/** The layer verbs as steps of a tape over a graph; edges are `[1, channels, D, H, W]`. */
export function createGraphLayers(tape: Tape, options: GraphLayersOptions = {}): Layers<Edge> {
  const { fusedUpsampling = false, recompute = false, weightGradientForm = 'convolution', dropPathScales } = options;
  const weightGradientOf = weightGradients[weightGradientForm];
  const counts = new Map<string, number>();
  const step = (name: string, append: () => Edge): Edge => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return tape.graph.scope(`${name}${count}`, append);
  };
  const layers: Layers<Edge> = {
    grid: (map) => map.shape.slice(2),
    segment(maps, weights, build) {
      if (!recompute) return build(layers, maps, weights);
      const [smallest, ...larger] = maps.toSorted((a, b) => sizeOf(a.shape) - sizeOf(b.shape)) as [Edge, ...Edge[]];
      const place = [...larger, smallest];
      return step('segment', () =>
        checkpoint(tape, { kept: larger, awaited: [smallest, ...weights] }, (inner, inputs) =>
          build(
            createGraphLayers(inner, { ...options, recompute: false }),
            maps.map((map) => inputs[place.indexOf(map)] as Edge),
            inputs.slice(maps.length),
          ),
        ),
      );
    },
    convolution: (parts, weight, bias, options) =>
      step('convolution', () => convolutionStep(tape, weightGradientOf, parts, weight, bias, options)),
    upsampleConvolution(coarse, skips, weight, bias, options) {
      const isPossible = weightGradientForm === 'convolution' && skips.length > 0;
      if (fusedUpsampling && isPossible && bias !== undefined && weight.shape[2] === 3) {
        return step('upsampleConvolution', () => upsampleConvolutionStep(tape, coarse, skips, weight, bias, options));
      }
      return layers.convolution([layers.upsampleNearest(coarse), ...skips], weight, bias, { stride: 1, ...options });
    },
    residualConvolutions: (map, branches) =>
      step('residualConvolutions', () => residualConvolutionsStep(tape, weightGradientOf, map, branches)),
    transposedConvolution: (map, weight, bias) =>
      step('transposedConvolution', () => transposedConvolutionStep(tape, map, weight, bias)),
    parametricRelu: (map, slope) => step('parametricRelu', () => parametricReluStep(tape, map, slope)),
    softsign: (map) => step('softsign', () => softsignStep(tape, map)),
    gelu: (map) => step('gelu', () => geluStep(tape, map)),
    patchConvolution: (parts, weight, bias) =>
      step('patchConvolution', () => patchConvolutionStep(tape, parts, weight, bias)),
    linear: (map, weight, bias) => step('linear', () => linearStep(tape, map, weight, bias)),
    layerNorm: (map, gain, offset) => step('layerNorm', () => layerNormStep(tape, map, gain, offset)),
    instanceNorm: (map, options) => step('instanceNorm', () => instanceNormStep(tape, map, options.leakySlope)),
    windowAttention: (queriesKeysValues, table, options) =>
      step('windowAttention', () => windowAttentionStep(tape, queriesKeysValues, table, options)),
    dropPath: (map, branch) =>
      dropPathScales === undefined ? map : step('dropPath', () => dropPathStep(tape, map, dropPathScales, branch)),
    mergePatches: (map) => step('mergePatches', () => mergePatchesStep(tape, map)),
    averagePool: (map) => step('averagePool', () => averagePoolStep(tape, map)),
    upsampleTrilinear: (map) => step('upsample', () => upsampleTrilinearStep(tape, map)),
    scaleChannels: (map, factors) => step('scaleChannels', () => scaleChannelsStep(tape, map, factors)),
    add: (first, second) => step('add', () => addStep(tape, first, second)),
    upsampleNearest: (map) => step('upsample', () => upsampleNearestStep(tape, map)),
    warp: (image, displacement, outside) => step('warp', () => warpStep(tape, image, displacement, outside)),
    squaredDifferences: (displacement, scales) =>
      step('smoothness', () => squaredDifferencesStep(tape, displacement, scales)),
  };
  return layers;
}
