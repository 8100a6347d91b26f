import type { ConvolutionOptions } from '@fast-lncc/networks';
import {
  clip,
  concat,
  convolution as convolve,
  type Edge,
  leakyRelu,
  multiply,
  reduceSum,
  slice,
  type Tape,
  wait,
} from '@fast-lncc/onnx';
import { inputGradient } from './input-gradient.ts';
import type { WeightGradient } from './weight-gradient.ts';

/**
 * A convolution over the channels of all parts, bias and leaky slope, as ONE step of the tape: its backward keeps the
 * output alone of the activation, and computes the input gradient of no part that needs none.
 */
export function convolutionStep(
  tape: Tape,
  weightGradientOf: WeightGradient,
  parts: readonly Edge[],
  weight: Edge,
  bias: Edge | undefined,
  { stride, leakySlope }: ConvolutionOptions,
): Edge {
  const { graph } = tape;
  const image = concat(graph, parts, 1);
  const radius = ((weight.shape[2] ?? 1) - 1) / 2;
  const linear = convolve(graph, image, weight, {
    ...(bias && { bias }),
    strides: stride,
    pads: radius,
  });
  const output = leakySlope === undefined ? linear : leakyRelu(graph, linear, leakySlope);
  return tape.record(output, [...parts, weight, ...(bias ? [bias] : [])], (upstream, give) => {
    const gradient = leakySlope === undefined ? upstream : throughLeaky(tape, upstream, output, leakySlope);
    const toBias = bias ? [reduceSum(graph, gradient, [0, 2, 3, 4])] : [];
    if (bias) give(bias, toBias[0] as Edge);
    const toWeight = weightGradientOf({ graph, image, gradient, radius, stride });
    give(weight, toWeight);
    let first = 0;
    for (const part of parts) {
      const last = first + (part.shape[1] ?? 0);
      if (tape.needs(part)) {
        const own = parts.length === 1 ? weight : slice(graph, weight, 1, first, last);
        // The parameters' gradients first, before the next layer's.
        give(part, inputGradient(graph, gradient, own, stride, [toWeight, ...toBias]));
      }
      first = last;
    }
  });
}

/** `g` where the output is positive, `slope · g` elsewhere: the output's own sign tells, times a number beyond its range. */
export function throughLeaky({ graph }: Tape, gradient: Edge, output: Edge, slope: number): Edge {
  // What waits for the gradient is not computed with the forward pass, and kept.
  const beyond = wait(graph, graph.constant(1e30, []), gradient);
  return multiply(graph, gradient, clip(graph, multiply(graph, output, beyond), slope, 1));
}
