import type { Layers } from '@fast-lncc/networks';
import type { Edge, Tape } from '@fast-lncc/onnx';
import { addStep, scaleChannelsStep } from './channel-arithmetic.ts';
import { convolutionStep } from './convolution.ts';
import { parametricReluStep } from './parametric-relu.ts';
import { residualConvolutionsStep } from './residual-convolutions.ts';
import { softsignStep } from './softsign.ts';
import { squaredDifferencesStep } from './squared-differences.ts';
import { transposedConvolutionStep } from './transposed-convolution.ts';
import { upsampleConvolutionStep } from './upsample-convolution.ts';
import { upsampleNearestStep } from './upsample-nearest.ts';
import { warpStep } from './warp.ts';

/** Options of {@link createGraphLayers}. */
export interface GraphLayersOptions {
  /** Carry out `upsampleConvolution` on the coarse grid, where it has skips, a bias and extent 3. Default false. */
  readonly fusedUpsampling?: boolean;
}

/** The layer verbs as steps of a tape over a graph; edges are `[1, channels, D, H, W]`. */
export function createGraphLayers(tape: Tape, { fusedUpsampling = false }: GraphLayersOptions = {}): Layers<Edge> {
  const counts = new Map<string, number>();
  const step = (name: string, append: () => Edge): Edge => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return tape.graph.scope(`${name}${count}`, append);
  };
  const layers: Layers<Edge> = {
    grid: (map) => map.shape.slice(2),
    convolution: (parts, weight, bias, options) =>
      step('convolution', () => convolutionStep(tape, parts, weight, bias, options)),
    upsampleConvolution(coarse, skips, weight, bias, options) {
      if (fusedUpsampling && skips.length > 0 && bias !== undefined && weight.shape[2] === 3) {
        return step('upsampleConvolution', () => upsampleConvolutionStep(tape, coarse, skips, weight, bias, options));
      }
      return layers.convolution([layers.upsampleNearest(coarse), ...skips], weight, bias, { stride: 1, ...options });
    },
    residualConvolutions: (map, branches) =>
      step('residualConvolutions', () => residualConvolutionsStep(tape, map, branches)),
    transposedConvolution: (map, weight, bias) =>
      step('transposedConvolution', () => transposedConvolutionStep(tape, map, weight, bias)),
    parametricRelu: (map, slope) => step('parametricRelu', () => parametricReluStep(tape, map, slope)),
    softsign: (map) => step('softsign', () => softsignStep(tape, map)),
    scaleChannels: (map, factors) => step('scaleChannels', () => scaleChannelsStep(tape, map, factors)),
    add: (first, second) => step('add', () => addStep(tape, first, second)),
    upsampleNearest: (map) => step('upsample', () => upsampleNearestStep(tape, map)),
    warp: (image, displacement, outside) => step('warp', () => warpStep(tape, image, displacement, outside)),
    squaredDifferences: (displacement, scales) =>
      step('smoothness', () => squaredDifferencesStep(tape, displacement, scales)),
  };
  return layers;
}
