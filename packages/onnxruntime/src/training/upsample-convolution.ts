import type { ConvolutionOptions } from '@fast-lncc/networks';
import {
  add,
  concat,
  convolution,
  type Edge,
  type Graph,
  leakyRelu,
  pad,
  reduceSum,
  reshape,
  slice,
  type Tape,
  transpose,
  wait,
} from '@fast-lncc/onnx';
import { throughLeaky } from './convolution.ts';
import { flipSpatially } from './flip.ts';
import { inputGradient } from './input-gradient.ts';
import { type CoarseGrid, interleave, separate } from './interleave.ts';
import { fineKernels, phaseKernels } from './phase-kernels.ts';
import { channelsLastImage, volumeKernels, weightGradients } from './weight-gradient.ts';

/**
 * A convolution of extent 3 over `[upsampleNearest(coarse), ...skips]`, with the coarse map left coarse: the eight parities
 * of the fine position see 2×2×2 coarse voxels each, so one convolution with 8 · outputs outputs gives them all. That takes 8
 * of the 27 products, and is equal in real arithmetic.
 */
export function upsampleConvolutionStep(
  tape: Tape,
  coarse: Edge,
  skips: readonly Edge[],
  weight: Edge,
  bias: Edge,
  { leakySlope }: Omit<ConvolutionOptions, 'stride'>,
): Edge {
  const { graph } = tape;
  const [, inputs = 1, depth = 1, height = 1, width = 1] = coarse.shape;
  const [channels = 1, allInputs = 1] = weight.shape;
  const grid: CoarseGrid = { channels, depth, height, width };
  const kernels = phaseKernels(graph, slice(graph, weight, 1, 0, inputs));
  const phases = fromCells(graph, convolution(graph, coarse, kernels, { pads: 1 }), grid);
  const image = concat(graph, skips, 1);
  const skipWeight = slice(graph, weight, 1, inputs, allInputs);
  const linear = add(graph, convolution(graph, image, skipWeight, { bias, pads: 1 }), interleave(graph, phases, grid));
  const output = leakySlope === undefined ? linear : leakyRelu(graph, linear, leakySlope);
  return tape.record(output, [coarse, ...skips, weight, bias], (upstream, give) => {
    const gradient = leakySlope === undefined ? upstream : throughLeaky(tape, upstream, output, leakySlope);
    const toBias = reduceSum(graph, gradient, [0, 2, 3, 4]);
    give(bias, toBias);
    const cells = toCells(graph, separate(graph, gradient, grid), grid);
    const toCoarseWeight = fineKernels(graph, phaseKernelGradient(graph, coarse, cells));
    const toSkipWeight = weightGradients.convolution({ graph, image, gradient, radius: 1, stride: 1 });
    const toWeight = concat(graph, [toCoarseWeight, toSkipWeight], 1);
    give(weight, toWeight);
    if (tape.needs(coarse)) give(coarse, coarseGradient(graph, cells, wait(graph, kernels, toWeight, toBias)));
    let first = 0;
    for (const skip of skips) {
      const last = first + (skip.shape[1] ?? 0);
      if (tape.needs(skip)) {
        const own = slice(graph, skipWeight, 1, first, last);
        give(skip, inputGradient(graph, gradient, own, 1, [toWeight, toBias]));
      }
      first = last;
    }
  });
}

/** Which cell of two coarse voxels a parity sees: an even position the one before its voxel, an odd one the one after. */
const parities = [0, 1, 2, 3, 4, 5, 6, 7].map((parity) => [4, 2, 1].map((bit) => (parity & bit ? 1 : 0)));

const spatialAxes = [2, 3, 4] as const;

/** `[1, channels · 8, D + 1, H + 1, W + 1]`, over the cells between coarse voxels → `[channels · 8, D · H · W]`, over voxels. */
function fromCells(graph: Graph, cells: Edge, { channels, depth, height, width }: CoarseGrid): Edge {
  const lengths = [depth, height, width];
  const byParity = reshape(graph, cells, [channels, 8, depth + 1, height + 1, width + 1]);
  const parts = parities.map((first, parity) => {
    const ends = first.map((start, axis) => start + (lengths[axis] ?? 1));
    return slice(graph, byParity, [1, ...spatialAxes], [parity, ...first], [parity + 1, ...ends]);
  });
  return reshape(graph, concat(graph, parts, 1), [channels * 8, depth * height * width]);
}

/** The adjoint of {@link fromCells}. */
function toCells(graph: Graph, phases: Edge, { channels, depth, height, width }: CoarseGrid): Edge {
  const byParity = reshape(graph, phases, [channels, 8, depth, height, width]);
  const parts = parities.map((first, parity) =>
    pad(graph, slice(graph, byParity, 1, parity, parity + 1), [0, 0, ...first], [0, 0, ...first.map((one) => 1 - one)]),
  );
  return reshape(graph, concat(graph, parts, 1), [1, channels * 8, depth + 1, height + 1, width + 1]);
}

/** dL/d(phase kernels), by one convolution whose output axes are the taps. */
function phaseKernelGradient(graph: Graph, coarse: Edge, cells: Edge): Edge {
  const [, inputs = 1] = coarse.shape;
  const [, outputs = 1] = cells.shape;
  const taps = convolution(graph, channelsLastImage(graph, coarse), volumeKernels(graph, cells), {
    dilations: [1, 1, inputs],
    pads: [1, 1, inputs, 1, 1, inputs],
  });
  return transpose(graph, reshape(graph, taps, [outputs, 2, 2, 2, inputs]), [0, 4, 1, 2, 3]);
}

/** dL/d(coarse): convolution of the cells with the flipped, transposed kernels. */
function coarseGradient(graph: Graph, cells: Edge, kernels: Edge): Edge {
  const [outputs = 1, inputs = 1] = kernels.shape;
  const flipped = reshape(graph, flipSpatially(graph, kernels), [outputs, inputs, 8]);
  return convolution(graph, cells, reshape(graph, transpose(graph, flipped, [1, 0, 2]), [inputs, outputs, 2, 2, 2]));
}
