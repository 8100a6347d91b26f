import { formatShape, ShapeMismatchError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { selectiveGradient } from '../selective-gradient.ts';
import { splitVolume } from './volume.ts';

/**
 * Two maps of one shape, added, with the exact gradients.
 *
 * @param first float32 `[batch, D, H, W, channels]`
 * @throws InvalidDataError, UnsupportedOptionError, ShapeMismatchError
 */
export function add(first: tf.Tensor, second: tf.Tensor): tf.Tensor5D {
  splitVolume('first', first);
  splitVolume('second', second);
  if (formatShape(first.shape) !== formatShape(second.shape)) {
    throw new ShapeMismatchError(
      `first has the shape ${formatShape(first.shape)} and second ${formatShape(second.shape)}; both maps must have one shape.`,
    );
  }
  return tf.tidy(() =>
    selectiveGradient('add', [first, second], () => ({
      value: tf.add(first, second),
      kept: [],
      gradients: (upstream) => [tf.clone(upstream), tf.clone(upstream)],
    })),
  ) as tf.Tensor5D;
}
