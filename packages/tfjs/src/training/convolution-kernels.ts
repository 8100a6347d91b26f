import * as tf from '@tensorflow/tfjs-core';
import { padVolume, type Zeros } from './pad-volume.ts';
import type { VolumeShape } from './volume.ts';

/** Geometry of a convolution with an odd cubic kernel and padding of half its extent. */
export interface Geometry {
  readonly stride: 1 | 2;
  readonly extent: number;
  readonly image: VolumeShape;
}

/**
 * `W ∗ x` with padding of half the extent, as one kernel of the backend. At stride 2, "same" of TensorFlow pads even
 * lengths behind alone; there the zeros are written out.
 */
export function convolve(image: tf.Tensor, weight: tf.Tensor, geometry: Geometry): tf.Tensor {
  return tf.tidy(() =>
    tf.conv3d(padded(image, geometry) as tf.Tensor5D, weight as tf.Tensor5D, geometry.stride, padding(geometry)),
  );
}

/** dL/dW of {@link convolve}. */
export function weightGradient(
  image: tf.Tensor,
  gradient: tf.Tensor,
  weightShape: readonly number[],
  geometry: Geometry,
): tf.Tensor {
  return tf.tidy(() =>
    tf
      .engine()
      .runKernel(
        tf.Conv3DBackpropFilterV2,
        { x: padded(image, geometry), dy: gradient },
        { strides: geometry.stride, pad: padding(geometry), filterShape: [...weightShape] },
      ),
  ) as tf.Tensor;
}

/** dL/dx of {@link convolve}. */
export function inputGradient(gradient: tf.Tensor, weight: tf.Tensor, geometry: Geometry): tf.Tensor {
  const { stride, image } = geometry;
  const around = zeros(geometry);
  const channels = weight.shape[3] ?? 1;
  const whole = image.spatial.map((length, axis) => length + (around[axis]?.[0] ?? 0) + (around[axis]?.[1] ?? 0));
  return tf.tidy(() => {
    const padded = tf
      .engine()
      .runKernel(
        tf.Conv3DBackpropInputV2,
        { dy: gradient, filter: weight },
        { strides: stride, pad: padding(geometry), inputShape: [image.batch, ...whole, channels] },
      ) as tf.Tensor;
    if (stride === 1) return padded;
    const first = around.map(([before]) => before);
    return tf.slice(padded, [0, ...first, 0], [image.batch, ...image.spatial, channels]);
  });
}

const padding = ({ stride }: Geometry): 'same' | 'valid' => (stride === 1 ? 'same' : 'valid');

const padded = (image: tf.Tensor, geometry: Geometry): tf.Tensor => padVolume(image, zeros(geometry));

/** Zeros before every axis, and behind as many as the last window reaches; none at stride 1, where the kernel pads. */
function zeros({ stride, extent, image }: Geometry): Zeros {
  const radius = (extent - 1) / 2;
  return image.spatial.map((length) => {
    if (stride === 1) return [0, 0];
    const last = stride * (Math.ceil(length / stride) - 1);
    return [radius, Math.max(0, last + radius + 1 - length)];
  }) as unknown as Zeros;
}
