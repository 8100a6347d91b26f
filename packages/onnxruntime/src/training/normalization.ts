import {
  add,
  type Edge,
  type Graph,
  leakyRelu,
  maximum,
  minimum,
  multiply,
  reciprocal,
  reduceMean,
  reduceSum,
  reshape,
  scale,
  shift,
  square,
  squareRoot,
  subtract,
  type Tape,
  wait,
} from '@fast-lncc/onnx';
import { throughLeaky } from './convolution.ts';

/** What PyTorch adds to the variance by default. */
const epsilon = 1e-5;

interface Normalized {
  readonly value: Edge;
  /** 1 / standard deviation. */
  readonly inverse: Edge;
}

/** One axis after the other: the rounding error stays near that of the longest. */
const meanOver = (graph: Graph, map: Edge, axes: readonly number[]): Edge =>
  axes.toReversed().reduce((mean, axis) => reduceMean(graph, mean, [axis], true), map);

/** Mean 0 and variance 1 over some axes. */
function normalize(graph: Graph, map: Edge, axes: readonly number[]): Normalized {
  const centered = subtract(graph, map, meanOver(graph, map, axes));
  const variance = meanOver(graph, square(graph, centered), axes);
  const inverse = reciprocal(graph, squareRoot(graph, shift(graph, variance, epsilon)));
  return { value: multiply(graph, centered, inverse), inverse };
}

/** dL/dx from dL/dy, y being normalized: what changes neither mean nor variance is left. */
function throughNormalization(
  graph: Graph,
  gradient: Edge,
  { value, inverse }: Normalized,
  axes: readonly number[],
): Edge {
  const mean = meanOver(graph, gradient, axes);
  const along = meanOver(graph, multiply(graph, gradient, value), axes);
  const free = subtract(graph, subtract(graph, gradient, mean), multiply(graph, value, along));
  return multiply(graph, free, inverse);
}

const channelAxis = [1] as const;
const voxelAxes = [2, 3, 4] as const;

/** Normalization of every voxel's channels, with gain and offset by channel. */
export function layerNormStep(tape: Tape, map: Edge, gain: Edge, offset: Edge): Edge {
  const { graph } = tape;
  const byChannel = (vector: Edge) => reshape(graph, vector, [1, -1, 1, 1, 1]);
  const normalized = normalize(graph, map, channelAxis);
  const output = add(graph, multiply(graph, normalized.value, byChannel(gain)), byChannel(offset));
  return tape.record(output, [map, gain, offset], (gradient, give) => {
    const toOffset = reduceSum(graph, gradient, [0, ...voxelAxes]);
    const toGain = reduceSum(graph, multiply(graph, gradient, normalized.value), [0, ...voxelAxes]);
    give(offset, toOffset);
    give(gain, toGain);
    const inner = multiply(graph, gradient, byChannel(wait(graph, gain, toGain, toOffset)));
    if (tape.needs(map)) give(map, throughNormalization(graph, inner, normalized, channelAxis));
  });
}

/**
 * Normalization of every channel over the voxels, and a leaky slope. Its backward keeps the output alone of all maps: the
 * slope is undone.
 */
export function instanceNormStep(tape: Tape, map: Edge, leakySlope: number): Edge {
  const { graph } = tape;
  const { value, inverse } = normalize(graph, map, voxelAxes);
  const output = leakySlope === 1 ? value : leakyRelu(graph, value, leakySlope);
  return tape.record(output, [map], (upstream, give) => {
    if (leakySlope === 1) {
      give(map, throughNormalization(graph, upstream, { value, inverse }, voxelAxes));
      return;
    }
    const gradient = throughLeaky(tape, upstream, output, leakySlope);
    const zero = wait(graph, graph.constant(0, []), gradient);
    const negative = scale(graph, minimum(graph, output, zero), 1 / leakySlope);
    const before = add(graph, maximum(graph, output, zero), negative);
    give(map, throughNormalization(graph, gradient, { value: before, inverse }, voxelAxes));
  });
}
