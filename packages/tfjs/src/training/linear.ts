import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { assertTensor } from '../inputs.ts';
import { selectiveGradient } from '../selective-gradient.ts';
import { addToVoxels, sumOverVoxels } from './channel-vector.ts';
import { splitVolume } from './volume.ts';

/**
 * `y(p) = W x(p) + b` at every voxel, one product for all of them, with its exact gradients.
 *
 * @param map float32 `[batch, D, H, W, inputs]`
 * @param weight `[outputs, inputs]`
 * @param bias `[outputs]`, or undefined for none.
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function linear(map: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor5D {
  const outputs = planLinear(map, weight, bias);
  const shape = [...map.shape.slice(0, -1), outputs];
  return tf.tidy(() =>
    selectiveGradient('linear', [map, weight, ...(bias === undefined ? [] : [bias])], () => {
      const product = () => tf.reshape(tf.matMul(rowsOf(map), weight as tf.Tensor2D, false, true), shape);
      return {
        value: bias === undefined ? product() : addToVoxels(product(), bias),
        kept: [map, weight],
        gradients: (upstream, [keptMap, keptWeight], wanted, release) => {
          const [rows, gradient] = [rowsOf(keptMap as tf.Tensor), rowsOf(upstream)];
          const toBias = wanted.has(2) ? sumOverVoxels(upstream) : undefined;
          // The weight gradient first, so that the map can go before its gradient comes.
          const toWeight = wanted.has(1) ? tf.matMul(gradient, rows, true, false) : undefined;
          rows.dispose();
          release(keptMap as tf.Tensor);
          const toMap = wanted.has(0)
            ? tf.reshape(tf.matMul(gradient, keptWeight as tf.Tensor2D), map.shape)
            : undefined;
          return [toMap, toWeight, toBias];
        },
      };
    }),
  ) as tf.Tensor5D;
}

/** A row of channels per voxel. */
const rowsOf = (map: tf.Tensor): tf.Tensor2D => tf.reshape(map, [-1, map.shape.at(-1) ?? 1]);

function planLinear(map: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | undefined): number {
  const { channels } = splitVolume('map', map);
  assertTensor('weight', weight, '[outputs, inputs]');
  if (bias !== undefined) assertTensor('bias', bias, '[outputs]');
  const [outputs = 0] = weight.shape;
  const fits =
    formatShape(weight.shape) === formatShape([outputs, channels]) &&
    (bias === undefined || formatShape(bias.shape) === formatShape([outputs]));
  if (!fits) {
    throw new ShapeMismatchError(
      `weight has the shape ${formatShape(weight.shape)}${bias === undefined ? '' : ` and bias ${formatShape(bias.shape)}`}; a map of ${channels} channels needs [outputs, ${channels}], and [outputs].`,
    );
  }
  return outputs;
}
