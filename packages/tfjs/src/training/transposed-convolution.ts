import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import { selectiveGradient } from '../selective-gradient.ts';
import { addToVoxels, sumOverVoxels } from './channel-vector.ts';
import { depthToSpace, spaceToDepth } from './depth-to-space.ts';
import { splitVolume, type VolumeShape } from './volume.ts';

/**
 * Transposed convolution of extent 2 and stride 2, with bias: every voxel becomes eight,
 *
 *     y(2p + t) = W(t) x(p) + b
 *
 * as one matrix product, with exact gradients; kept for them are the map and the weight. (TensorFlow.js has no gradient of
 * `tf.conv3dTranspose`.)
 *
 * @param map float32 `[batch, D, H, W, inputs]`
 * @param weight `[2, 2, 2, outputs, inputs]`, as `tf.conv3dTranspose` takes it.
 * @param bias `[outputs]`
 * @returns `[batch, 2D, 2H, 2W, outputs]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function transposedConvolution(map: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor5D {
  const { inputs, grid } = planTransposed(map, weight, bias);
  const matrixOf = (kernel: tf.Tensor) => tf.reshape(kernel, [8 * grid.channels, inputs]);
  const rowsOf = (volume: tf.Tensor) => tf.reshape(volume, [-1, inputs]) as tf.Tensor2D;
  return tf.tidy(() =>
    selectiveGradient('transposedConvolution', [map, weight, bias], () => {
      const doubled = tf.tidy(() => depthToSpace(tf.matMul(rowsOf(map), matrixOf(weight), false, true), grid));
      return {
        value: addToVoxels(doubled, bias),
        kept: [map, weight],
        gradients: (upstream, [keptMap, keptWeight], wanted, release) => {
          const toBias = wanted.has(2) ? sumOverVoxels(upstream) : undefined;
          const rows = spaceToDepth(upstream, grid) as tf.Tensor2D;
          release(upstream);
          const toWeight = wanted.has(1)
            ? tf.reshape(tf.matMul(rows, rowsOf(keptMap as tf.Tensor), true), weight.shape)
            : undefined;
          const toMap = wanted.has(0)
            ? tf.reshape(tf.matMul(rows, matrixOf(keptWeight as tf.Tensor)), map.shape)
            : undefined;
          return [toMap, toWeight, toBias];
        },
      };
    }),
  ) as tf.Tensor5D;
}

function planTransposed(
  map: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor,
): { readonly inputs: number; readonly grid: VolumeShape } {
  const { channels: inputs, ...grid } = splitVolume('map', map);
  assertTensor('weight', weight, '[2, 2, 2, outputs, inputs]');
  assertTensor('bias', bias, '[outputs]');
  const outputs = weight.shape[3] ?? 0;
  const expected = formatShape([2, 2, 2, outputs, inputs]);
  if (formatShape(weight.shape) !== expected || formatShape(bias.shape) !== `[${outputs}]`) {
    throw new ShapeMismatchError(
      `weight has the shape ${formatShape(weight.shape)} and bias ${formatShape(bias.shape)}; a map of ${inputs} channels needs [2, 2, 2, outputs, ${inputs}] and [outputs].`,
    );
  }
  return { inputs, grid: { ...grid, channels: outputs } };
}
