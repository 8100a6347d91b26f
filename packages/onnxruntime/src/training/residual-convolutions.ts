import type { Branch } from '@fast-lncc/networks';
import { add, convolution, type Edge, type Graph, pad, reduceSum, slice, type Tape } from '@fast-lncc/onnx';
import { inputGradient } from './input-gradient.ts';
import type { WeightGradient } from './weight-gradient.ts';

/**
 * `x + Σᵢ (Wᵢ ∗ x + bᵢ)` as ONE convolution: convolution is linear in its kernel, so the kernels are added, each with zeros
 * around it, and a one at the center of every channel's own. The gradient of a small kernel is the center of the large one's.
 */
export function residualConvolutionsStep(
  tape: Tape,
  weightGradientOf: WeightGradient,
  map: Edge,
  branches: readonly Branch<Edge>[],
): Edge {
  const { graph } = tape;
  const largest = Math.max(...branches.map(({ weight }) => extentOf(weight)));
  const radius = (largest - 1) / 2;
  const kernel = branches
    .map(({ weight }) => withZeros(graph, weight, (largest - extentOf(weight)) / 2))
    .reduce((sum, weight) => add(graph, sum, weight), unitKernel(graph, map.shape[1] ?? 1, largest));
  const bias = branches.map((branch) => branch.bias).reduce((sum, each) => add(graph, sum, each));
  const output = convolution(graph, map, kernel, { bias, pads: radius });
  const inputs = [map, ...branches.flatMap((branch) => [branch.weight, branch.bias])];
  return tape.record(output, inputs, (gradient, give) => {
    const toBias = reduceSum(graph, gradient, [0, 2, 3, 4]);
    const toKernel = weightGradientOf({ graph, image: map, gradient, radius, stride: 1 });
    for (const branch of branches) {
      give(branch.bias, toBias);
      give(branch.weight, center(graph, toKernel, extentOf(branch.weight)));
    }
    if (tape.needs(map)) give(map, inputGradient(graph, gradient, kernel, 1, [toKernel, toBias]));
  });
}

const extentOf = (weight: Edge): number => weight.shape[2] ?? 1;

const spatialAxes = [2, 3, 4] as const;

function withZeros(graph: Graph, weight: Edge, margin: number): Edge {
  const around = [0, 0, margin, margin, margin];
  return margin === 0 ? weight : pad(graph, weight, around, around);
}

function center(graph: Graph, kernel: Edge, extent: number): Edge {
  const margin = (extentOf(kernel) - extent) / 2;
  if (margin === 0) return kernel;
  return slice(
    graph,
    kernel,
    spatialAxes,
    spatialAxes.map(() => margin),
    spatialAxes.map(() => margin + extent),
  );
}

/** The kernel that changes nothing. */
function unitKernel(graph: Graph, channels: number, extent: number): Edge {
  const taps = extent ** 3;
  const values = new Float32Array(channels ** 2 * taps);
  for (let channel = 0; channel < channels; channel++) {
    values[(channel * channels + channel) * taps + (taps - 1) / 2] = 1;
  }
  return graph.constant(values, [channels, channels, extent, extent, extent]);
}
