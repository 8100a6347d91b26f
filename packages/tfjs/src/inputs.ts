import { formatShape, InvalidDataError, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Checks one image: a live float32 tensor `[batch, ...spatial, channels]` of rank 3, 4 or 5.
 *
 * @throws InvalidDataError, UnsupportedOptionError (dtype), ShapeMismatchError
 */
export function assertImage(name: string, image: unknown): asserts image is tf.Tensor {
  assertTensor(name, image);
  if (image.dtype !== 'float32') {
    throw new UnsupportedOptionError(
      `${name} has the dtype '${image.dtype}'; images must be float32, so that gradients can reach them: pass tf.cast(${name}, 'float32').`,
    );
  }
  if (image.rank < 3 || image.rank > 5) {
    throw new ShapeMismatchError(
      `${name} has the shape ${formatShape(image.shape)} of rank ${image.rank}; give [batch, ...spatial, channels] of rank 3, 4 or 5 (tf.expandDims adds an axis).`,
    );
  }
  if (image.size === 0) {
    throw new ShapeMismatchError(
      `${name} has the shape ${formatShape(image.shape)}, which holds no voxel; every length must be at least 1.`,
    );
  }
}

/** @throws ShapeMismatchError unless both images have one shape. */
export function assertSameShape(moving: readonly number[], fixed: readonly number[]): void {
  if (!equalShapes(moving, fixed)) {
    throw new ShapeMismatchError(
      `moving has the shape ${formatShape(moving)} and fixed ${formatShape(fixed)}; both images must have one shape.`,
    );
  }
}

/**
 * Checks a mask: a live numeric or boolean tensor `[batch or 1, ...spatial, channels or 1]`. Its values are not read.
 *
 * @throws InvalidDataError, UnsupportedOptionError (dtype), ShapeMismatchError
 */
export function assertMaskTensor(mask: unknown, imageShape: readonly number[]): asserts mask is tf.Tensor {
  assertTensor('maskTensor', mask);
  if (mask.dtype !== 'float32' && mask.dtype !== 'int32' && mask.dtype !== 'bool') {
    throw new UnsupportedOptionError(`maskTensor has the dtype '${mask.dtype}'; use float32, int32 or bool.`);
  }
  const last = imageShape.length - 1;
  const fits =
    mask.rank === imageShape.length &&
    mask.shape.every((length, axis) => length === imageShape[axis] || (length === 1 && (axis === 0 || axis === last)));
  if (!fits) {
    throw new ShapeMismatchError(
      `maskTensor has the shape ${formatShape(mask.shape)}, but the images have ${formatShape(imageShape)}; give the same shape, with 1 allowed for batch and channels.`,
    );
  }
}

/** `[batch, ...spatial, channels]` to `[batch, channels, ...spatial]`. */
export function channelsFirst(shape: readonly number[]): number[] {
  return [shape[0] ?? 0, shape.at(-1) ?? 0, ...shape.slice(1, -1)];
}

export function equalShapes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** @throws InvalidDataError unless the value is a tensor that has not been disposed. */
export function assertTensor(
  name: string,
  value: unknown,
  wanted = '[batch, ...spatial, channels]',
): asserts value is tf.Tensor {
  if (!(value instanceof tf.Tensor)) {
    throw new InvalidDataError(`${name} is ${describe(value)}; pass a tf.Tensor ${wanted}.`);
  }
  if (value.isDisposed) {
    throw new InvalidDataError(
      `${name} (shape ${formatShape(value.shape)}) has been disposed; keep it with tf.keep, or create it inside the same tf.tidy.`,
    );
  }
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object'
    ? `an object (${value.constructor?.name ?? 'no class'})`
    : `the ${typeof value} ${String(value)}`;
}
