import { formatShape, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import { selectiveGradient } from '../selective-gradient.ts';
import { addToVoxels, sumOverVoxels } from './channel-vector.ts';
import { type Geometry, inputGradient } from './convolution-kernels.ts';
import { convolveJoined, inputsOf, joinedWeightGradient } from './convolution-parts.ts';
import { leakyGradient } from './leaky-gradient.ts';
import { splitVolume } from './volume.ts';

/** Options of {@link convolution}. */
export interface ConvolutionOptions {
  readonly stride: 1 | 2;
  /** Of the activation `y < 0 → slope · y`; without it there is none. */
  readonly leakySlope?: number;
}

/**
 * 3-D convolution with an odd cubic kernel and padding of half its extent over the channels of all parts side by side,
 * bias and leaky slope as ONE differentiable step:
 *
 *     y = W ∗ [parts] + b,  then  y < 0 → slope · y
 *
 * Kept for the gradient are the parts and the output, whose sign tells that of the activation's input; the concatenation,
 * the convolution and the sum with the bias are freed. No gradient has to be registered.
 *
 * @param parts float32 `[batch, D, H, W, channels]`, of one grid.
 * @param weight `[k, k, k, inputs, outputs]`, the inputs in the order of the parts.
 * @param bias `[outputs]`, or undefined for none.
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function convolution(
  parts: readonly tf.Tensor[],
  weight: tf.Tensor,
  bias: tf.Tensor | undefined,
  { stride, leakySlope }: ConvolutionOptions,
): tf.Tensor5D {
  const geometry = planConvolution(parts, weight, bias, stride);
  const channels = parts.map((part) => part.shape[4] ?? 0);
  return tf.tidy(() =>
    selectiveGradient('convolution', [...parts, weight, ...(bias === undefined ? [] : [bias])], () => {
      const value = forward(parts, weight, bias, leakySlope, geometry);
      return {
        value,
        kept: [...parts, weight, ...(leakySlope === undefined ? [] : [value])],
        gradients: (upstream, kept, wanted, release) => {
          const keptParts = kept.slice(0, parts.length);
          const [keptWeight, output] = kept.slice(parts.length) as [tf.Tensor, tf.Tensor?];
          const [weightIndex, biasIndex] = [parts.length, parts.length + 1];
          const linear = output === undefined || leakySlope === undefined;
          const gradient = linear ? upstream : leakyGradient(upstream, output, leakySlope);
          if (!linear) for (const used of [upstream, output]) release(used);
          const toBias = wanted.has(biasIndex) ? sumOverVoxels(gradient) : undefined;
          // The weight gradient first, so that the parts can go before their gradients come.
          const toWeight = wanted.has(weightIndex) ? joinedWeightGradient(keptParts, gradient, geometry) : undefined;
          for (const used of keptParts) release(used);
          let first = 0;
          const toParts = channels.map((count, index) => {
            const start = first;
            first += count;
            if (!wanted.has(index)) return undefined;
            return tf.tidy(() => inputGradient(gradient, inputsOf(keptWeight, start, count), geometry));
          });
          return [...toParts, toWeight, toBias];
        },
      };
    }),
  ) as tf.Tensor5D;
}

function forward(
  parts: readonly tf.Tensor[],
  weight: tf.Tensor,
  bias: tf.Tensor | undefined,
  leakySlope: number | undefined,
  geometry: Geometry,
): tf.Tensor {
  // Each stage in a scope of its own, so that two volumes live at a time.
  const convolved = () => convolveJoined(parts, weight, geometry);
  const linear = () => (bias === undefined ? convolved() : tf.tidy(() => addToVoxels(convolved(), bias)));
  return leakySlope === undefined ? linear() : tf.tidy(() => tf.leakyRelu(linear(), leakySlope));
}

function planConvolution(
  parts: readonly tf.Tensor[],
  weight: tf.Tensor,
  bias: tf.Tensor | undefined,
  stride: 1 | 2,
): Geometry {
  if (stride !== 1 && stride !== 2) throw new UnsupportedOptionError(`stride is ${stride}; it must be 1 or 2.`);
  const [first, ...others] = parts.map((part, index) => splitVolume(`part ${index}`, part));
  if (first === undefined) throw new ShapeMismatchError('convolution got no parts; give at least one.');
  for (const other of others) {
    if (other.batch !== first.batch || formatShape(other.spatial) !== formatShape(first.spatial)) {
      throw new ShapeMismatchError(
        `The parts of a convolution have the grids ${formatShape(first.spatial)} and ${formatShape(other.spatial)}; they must be of one batch and grid.`,
      );
    }
  }
  assertTensor('weight', weight, '[k, k, k, inputs, outputs]');
  if (bias !== undefined) assertTensor('bias', bias, '[outputs]');
  const [extent = 0, , , , outputs = 0] = weight.shape;
  const inputs = [first, ...others].reduce((sum, { channels }) => sum + channels, 0);
  const expected = formatShape([extent, extent, extent, inputs, outputs]);
  if (
    extent % 2 !== 1 ||
    formatShape(weight.shape) !== expected ||
    (bias !== undefined && formatShape(bias.shape) !== `[${outputs}]`)
  ) {
    throw new ShapeMismatchError(
      `weight has the shape ${formatShape(weight.shape)} and bias ${bias === undefined ? 'none' : formatShape(bias.shape)}; parts of ${inputs} channels need [k, k, k, ${inputs}, outputs] with an odd k, and [outputs].`,
    );
  }
  return { stride, extent, image: first };
}
