import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import type { Branch } from '@fast-lncc/networks';
import * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import { selectiveGradient } from '../selective-gradient.ts';
import { addToVoxels, sumOverVoxels } from './channel-vector.ts';
import { convolve, type Geometry, inputGradient, weightGradient } from './convolution-kernels.ts';
import { padVolume } from './pad-volume.ts';
import { splitVolume } from './volume.ts';

/**
 * A map and its convolutions with odd cubic kernels, added, with exact gradients:
 *
 *     y = x + Σᵢ (Wᵢ ∗ x + bᵢ) = (1 + Σᵢ Wᵢ) ∗ x + Σᵢ bᵢ
 *
 * A convolution is linear in its kernel, so there is ONE, with the kernels added: each with zeros around it up to the largest
 * extent, and 1 at the center from every channel to itself. The gradient of a smaller kernel is the middle of that of the
 * sum. Kept for the gradients are the map and the sum of the kernels.
 *
 * @param map float32 `[batch, D, H, W, channels]`
 * @param branches Weights `[k, k, k, channels, channels]` and biases `[channels]`.
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function residualConvolutions(map: tf.Tensor, branches: readonly Branch<tf.Tensor>[]): tf.Tensor5D {
  const geometry = planResidual(map, branches);
  const inputs = [map, ...branches.map(({ weight }) => weight), ...branches.map(({ bias }) => bias)];
  return tf.tidy(() =>
    selectiveGradient('residualConvolutions', inputs, () => {
      const kernel = addKernels(branches, geometry);
      const bias = tf.tidy(() => branches.map((branch) => branch.bias).reduce((sum, each) => tf.add(sum, each)));
      return {
        value: addToVoxels(convolve(map, kernel, geometry), bias),
        kept: [map, kernel],
        gradients: (upstream, [keptMap, keptKernel], wanted, release) => {
          const isWanted = (first: number) => branches.some((_, index) => wanted.has(first + index));
          const [firstWeight, firstBias] = [1, 1 + branches.length];
          const toBias = isWanted(firstBias) ? sumOverVoxels(upstream) : undefined;
          const toKernel = isWanted(firstWeight)
            ? weightGradient(keptMap as tf.Tensor, upstream, (keptKernel as tf.Tensor).shape, geometry)
            : undefined;
          release(keptMap as tf.Tensor);
          const toMap = wanted.has(0) ? inputGradient(upstream, keptKernel as tf.Tensor, geometry) : undefined;
          const toWeights = branches.map(({ weight }, index) =>
            wanted.has(firstWeight + index) && toKernel ? middleOf(toKernel, weight.shape) : undefined,
          );
          return [toMap, ...toWeights, ...branches.map(() => toBias && tf.clone(toBias))];
        },
      };
    }),
  ) as tf.Tensor5D;
}

/** The kernels and the identity, added at the largest extent. */
function addKernels(branches: readonly Branch<tf.Tensor>[], { extent, image: { channels } }: Geometry): tf.Tensor {
  return tf.tidy(() => {
    const identity = tf.reshape(tf.eye(channels), [1, 1, 1, channels, channels]);
    const kernels = [identity, ...branches.map(({ weight }) => weight)];
    return kernels.map((kernel) => padKernel(kernel, extent)).reduce((sum, kernel) => tf.add(sum, kernel));
  });
}

/** A kernel with zeros around it. */
function padKernel(kernel: tf.Tensor, extent: number): tf.Tensor {
  const [own = 1, , , inputs = 1, outputs = 1] = kernel.shape;
  const around = [(extent - own) / 2, (extent - own) / 2] as const;
  const volume = padVolume(tf.reshape(kernel, [1, own, own, own, inputs * outputs]), [around, around, around]);
  return tf.reshape(volume, [extent, extent, extent, inputs, outputs]);
}

/** The adjoint of {@link padKernel}. */
function middleOf(kernel: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const [own = 1] = shape;
  const first = ((kernel.shape[0] ?? 1) - own) / 2;
  return tf.slice(kernel, [first, first, first, 0, 0], [...shape]);
}

function planResidual(map: tf.Tensor, branches: readonly Branch<tf.Tensor>[]): Geometry {
  const image = splitVolume('map', map);
  const { channels } = image;
  if (branches.length === 0) throw new ShapeMismatchError('residualConvolutions got no branches; give at least one.');
  const extents = branches.map(({ weight, bias }, index) => {
    assertTensor(`weight ${index}`, weight, '[k, k, k, channels, channels]');
    assertTensor(`bias ${index}`, bias, '[channels]');
    const [extent = 0] = weight.shape;
    const expected = formatShape([extent, extent, extent, channels, channels]);
    const fits = formatShape(weight.shape) === expected && formatShape(bias.shape) === `[${channels}]`;
    if (extent % 2 !== 1 || !fits) {
      throw new ShapeMismatchError(
        `weight ${index} has the shape ${formatShape(weight.shape)} and bias ${index} ${formatShape(bias.shape)}; a map of ${channels} channels needs [k, k, k, ${channels}, ${channels}] with an odd k, and [${channels}].`,
      );
    }
    return extent;
  });
  return { stride: 1, extent: Math.max(...extents), image };
}
