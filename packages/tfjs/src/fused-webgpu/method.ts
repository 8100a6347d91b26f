import type { GradientSet, ResolvedDefinition } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Evaluation, ImageGradients, Method, Pass, Saved } from '../method.ts';
import { bufferOf, emptyTensor, submitBehind } from './backend.ts';
import { recorderFor } from './recorders.ts';

/**
 * Evaluates by the kernels of `@fast-lncc/webgpu` in the buffers of the tensors: nothing leaves the device. The loss is one
 * sweep over the images; its gradient has one of its own, with dL/d(loss) from its tensor.
 */
export const webgpuMethod: Method = {
  evaluate,
  // Sums of the fixed image are formed faster than they are read.
  prepare: () => ({}),
};

function evaluate(evaluation: Evaluation): Pass {
  const { definition, moving, fixed, maskTensor } = evaluation;
  const isMap = definition.reduction === 'none';
  const loss = emptyTensor([]);
  const map = isMap ? emptyTensor(definition.mapShape) : undefined;
  const images = channelsFirst(definition, { moving, fixed, maskTensor });
  submitBehind((encoder) =>
    recorderFor(evaluation).record(encoder, {
      ...images,
      loss: bufferOf(loss),
      ...(map === undefined ? {} : { map: bufferOf(map) }),
    }),
  );
  return {
    value: map === undefined ? loss : toImage(map),
    kept: [],
    gradients: (saved, wanted) => gradients(evaluation, saved, wanted),
  };
}

function gradients(
  evaluation: Evaluation,
  { moving, fixed, maskTensor, upstream }: Saved,
  wanted: Exclude<GradientSet, 'none'>,
): ImageGradients {
  const { definition } = evaluation;
  const make = (name: 'moving' | 'fixed') =>
    wanted === name || wanted === 'both' ? emptyTensor(definition.shape) : undefined;
  const [gradientMoving, gradientFixed] = [make('moving'), make('fixed')];
  const images = channelsFirst(definition, { moving, fixed, maskTensor });
  const pulled = definition.reduction === 'none' ? fromImage(upstream) : upstream;
  submitBehind((encoder) =>
    recorderFor(evaluation).record(encoder, {
      ...images,
      loss: bufferOf(emptyTensor([])),
      upstream: bufferOf(pulled),
      ...(gradientMoving && { gradientMoving: bufferOf(gradientMoving) }),
      ...(gradientFixed && { gradientFixed: bufferOf(gradientFixed) }),
    }),
  );
  return {
    ...(gradientMoving && { moving: toImage(gradientMoving) }),
    ...(gradientFixed && { fixed: toImage(gradientFixed) }),
  };
}

/** The buffers of images and mask in the order of the kernels. */
function channelsFirst(
  { shape }: ResolvedDefinition,
  { moving, fixed, maskTensor }: Pick<Saved, 'moving' | 'fixed' | 'maskTensor'>,
) {
  const [batch = 1, channels = 1, ...spatial] = shape;
  const image = (tensor: tf.Tensor) => bufferOf(fromImage(tensor));
  // Multiplied with ones, because the backend repeats tensors on the processor.
  const mask =
    maskTensor && tf.mul(tf.cast(maskTensor, 'float32'), tf.ones([batch, ...spatial, channels]) as tf.Tensor);
  return { moving: image(moving), fixed: image(fixed), ...(mask === undefined ? {} : { mask: image(mask) }) };
}

/** `[batch, ...spatial, channels]` as `[batch, channels, ...spatial]`: the same buffer for one channel. */
function fromImage(image: tf.Tensor): tf.Tensor {
  const axes = image.shape.map((_, axis) => axis);
  if (image.shape.at(-1) !== 1) return tf.transpose(image, [0, image.rank - 1, ...axes.slice(1, -1)]);
  const [batch = 1, ...rest] = image.shape;
  return tf.reshape(image, [batch, 1, ...rest.slice(0, -1)]);
}

/** `[batch, channels, ...spatial]` as `[batch, ...spatial, channels]`. */
function toImage(values: tf.Tensor): tf.Tensor {
  const [batch = 1, channels = 1, ...spatial] = values.shape;
  if (channels === 1) return tf.reshape(values, [batch, ...spatial, 1]);
  return tf.transpose(values, [0, ...spatial.map((_, axis) => axis + 2), 1]);
}
