import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import { selectiveGradient } from '../selective-gradient.ts';
import { addToVoxels, sumOverVoxels } from './channel-vector.ts';
import { coarseAdjoints, convolveCoarse } from './coarse-convolution.ts';
import { convolution } from './convolution.ts';
import { type Geometry, inputGradient } from './convolution-kernels.ts';
import { convolveJoined, inputsOf, joinedWeightGradient } from './convolution-parts.ts';
import { leakyGradient } from './leaky-gradient.ts';
import { upsampleNearest } from './upsample-nearest.ts';
import { splitVolume } from './volume.ts';

/** Options of {@link upsampleConvolution}. */
export interface UpsampleConvolutionOptions {
  /** Of the activation `y < 0 → slope · y`; without it there is none. */
  readonly leakySlope?: number;
  /** Whether the channels of the coarse map are convolved on the coarse grid. Default false. */
  readonly fused?: boolean;
}

/**
 * The convolution of a coarse map with every voxel doubled, and of skips at the doubled grid, side by side:
 *
 *     y = W ∗ [upsampleNearest(coarse), ...skips] + b,  then  y < 0 → slope · y
 *
 * With `fused` the kernel has the extent 3, and its part for the coarse map becomes eight kernels of extent 2, one for each
 * place in a block of 2×2×2, which are convolved on the coarse grid: 8/27 of the products for these channels, no doubled map,
 * and the same value and exact gradients in real arithmetic.
 *
 * @param coarse float32 `[batch, D, H, W, channels]`
 * @param skips float32 `[batch, 2D, 2H, 2W, channels]`
 * @param weight `[k, k, k, inputs, outputs]`, the inputs in the order of the maps.
 * @param bias `[outputs]`, or undefined for none.
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function upsampleConvolution(
  coarse: tf.Tensor,
  skips: readonly tf.Tensor[],
  weight: tf.Tensor,
  bias: tf.Tensor | undefined,
  { fused = false, ...options }: UpsampleConvolutionOptions = {},
): tf.Tensor5D {
  if (!fused) return convolution([upsampleNearest(coarse), ...skips], weight, bias, { stride: 1, ...options });
  const { leakySlope } = options;
  const { channels, geometry } = planFused(coarse, skips, weight, bias);
  const split = (kernel: tf.Tensor) => ({
    ofCoarse: () => inputsOf(kernel, 0, channels),
    ofSkip: (first: number, count: number) => inputsOf(kernel, first, count),
  });
  const skipChannels = skips.map((skip) => skip.shape[4] ?? 0);
  const all = skipChannels.reduce((sum, count) => sum + count, 0);
  const forward = () => {
    const linear = () =>
      tf.tidy(() => {
        const ofCoarse = convolveCoarse(coarse, split(weight).ofCoarse());
        const sum =
          all === 0 ? ofCoarse : tf.add(ofCoarse, convolveJoined(skips, split(weight).ofSkip(channels, all), geometry));
        return bias === undefined ? sum : addToVoxels(sum, bias);
      });
    return leakySlope === undefined ? linear() : tf.tidy(() => tf.leakyRelu(linear(), leakySlope));
  };
  const inputs = [coarse, ...skips, weight, ...(bias === undefined ? [] : [bias])];
  return tf.tidy(() =>
    selectiveGradient('upsampleConvolution', inputs, () => {
      const value = forward();
      return {
        value,
        kept: [coarse, weight, ...skips, ...(leakySlope === undefined ? [] : [value])],
        gradients: (upstream, [keptCoarse, keptWeight, ...others], wanted, release) => {
          const keptSkips = others.slice(0, skips.length);
          const output = others[skips.length];
          const [own, kernel] = [keptCoarse, keptWeight] as [tf.Tensor, tf.Tensor];
          const gradient =
            output === undefined || leakySlope === undefined ? upstream : leakyGradient(upstream, output, leakySlope);
          if (gradient !== upstream) for (const used of [upstream, output as tf.Tensor]) release(used);
          const [weightIndex, biasIndex] = [1 + skips.length, 2 + skips.length];
          const toBias = wanted.has(biasIndex) ? sumOverVoxels(gradient) : undefined;
          const toSkipWeights =
            wanted.has(weightIndex) && all > 0 ? [joinedWeightGradient(keptSkips, gradient, geometry)] : [];
          for (const used of keptSkips) release(used);
          let first = channels;
          const toSkips = skipChannels.map((count, index) => {
            const start = first;
            first += count;
            if (!wanted.has(1 + index)) return undefined;
            return tf.tidy(() => inputGradient(gradient, split(kernel).ofSkip(start, count), geometry));
          });
          if (!wanted.has(0) && !wanted.has(weightIndex)) return [undefined, ...toSkips, undefined, toBias];
          const adjoints = coarseAdjoints(gradient, own, split(kernel).ofCoarse());
          const toWeight = wanted.has(weightIndex)
            ? tf.tidy(() => tf.concat([adjoints.toWeight(), ...toSkipWeights], 3))
            : undefined;
          return [wanted.has(0) ? adjoints.toCoarse() : undefined, ...toSkips, toWeight, toBias];
        },
      };
    }),
  ) as tf.Tensor5D;
}

function planFused(
  coarse: tf.Tensor,
  skips: readonly tf.Tensor[],
  weight: tf.Tensor,
  bias: tf.Tensor | undefined,
): { readonly channels: number; readonly geometry: Geometry } {
  const { batch, spatial, channels } = splitVolume('coarse', coarse);
  const [depth, height, width] = spatial;
  const fine = [2 * depth, 2 * height, 2 * width] as const;
  let inputs = channels;
  for (const [index, skip] of skips.entries()) {
    const own = splitVolume(`skip ${index}`, skip);
    inputs += own.channels;
    if (own.batch !== batch || formatShape(own.spatial) !== formatShape(fine)) {
      throw new ShapeMismatchError(
        `skip ${index} has the shape ${formatShape(skip.shape)}, but a coarse map of ${formatShape(coarse.shape)} needs ${formatShape([batch, ...fine])} and channels.`,
      );
    }
  }
  assertTensor('weight', weight, '[3, 3, 3, inputs, outputs]');
  if (bias !== undefined) assertTensor('bias', bias, '[outputs]');
  const outputs = weight.shape[4] ?? 0;
  const expected = formatShape([3, 3, 3, inputs, outputs]);
  if (formatShape(weight.shape) !== expected || (bias !== undefined && formatShape(bias.shape) !== `[${outputs}]`)) {
    throw new ShapeMismatchError(
      `weight has the shape ${formatShape(weight.shape)} and bias ${bias === undefined ? 'none' : formatShape(bias.shape)}; fused, maps of ${inputs} channels need [3, 3, 3, ${inputs}, outputs], and [outputs].`,
    );
  }
  return { channels, geometry: { stride: 1, extent: 3, image: { batch, spatial: fine, channels: inputs } } };
}
