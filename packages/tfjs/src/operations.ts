import type { Operations, ResolvedDefinition, SeparableField } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import type { WindowSumsAlgorithm } from './options.ts';
import { createGrid } from './window-sums/grid.ts';
import { windowSumsBy } from './window-sums/index.ts';

/**
 * The verbs of the program on maps `[batch, channels, voxels]` (see layout.ts), scalars of rank 0 and per-image
 * constants `[batch, channels, 1]`. Functional ops of tfjs-core only, none of which needs a registered gradient.
 */
export function createOperations(
  definition: ResolvedDefinition,
  algorithm: WindowSumsAlgorithm,
): Operations<tf.Tensor> {
  const { spatial } = definition;
  return {
    add: (a, b) => tf.add(a, b),
    subtract: (a, b) => tf.sub(a, b),
    multiply: (a, b) => tf.mul(a, b),
    divide: (a, b) => tf.div(a, b),
    scale: (a, factor) => tf.mul(a, factor),
    shift: (a, offset) => tf.add(a, offset),
    maximum: (a, floor) => tf.maximum(a, floor),
    minimum: (a, ceiling) => tf.minimum(a, ceiling),
    squareRoot: (a) => tf.sqrt(a),
    reciprocal: (a) => tf.div(1, a),
    whereAbove: (test, threshold, value) => select(() => tf.greater(test, threshold), value),
    whereAtMost: (test, limit, value) => select(() => tf.lessEqual(test, limit), value),
    field,
    windowSums: (maps, window) => windowSumsBy[algorithm](maps, createGrid(spatial, window)),
    imageMean: (map) => imageMean(map, spatial),
    sumChannels: (map) => (map.rank === 0 ? map : tf.sum(map, 1, true)),
    sum: (map) => tf.tidy(() => tf.sum(imageSums(map, spatial))),
    mean: (map) => tf.tidy(() => tf.div(tf.sum(imageSums(map, spatial)), map.size)),
    release: (maps) => tf.dispose([...maps]),
    scope: (stage) => tf.tidy(stage as () => tf.TensorContainer) as ReturnType<typeof stage>,
  };
}

/** The chosen values, 0 elsewhere. A selection for maps, so that NaN in a value that is not chosen does not leak. */
function select(test: () => tf.Tensor, value: tf.Tensor | number): tf.Tensor {
  return tf.tidy(() => {
    if (typeof value === 'number') return tf.mul(tf.cast(test(), 'float32'), value);
    return tf.where(test(), value, tf.zerosLike(value));
  });
}

/** The outer product of one vector per axis as a map `[1, 1, voxels]`, formed on the device from its factors. */
function field(vectors: SeparableField): tf.Tensor {
  return tf.tidy(() => {
    const product = vectors.reduce<tf.Tensor>(
      (outer, vector) =>
        tf.mul(tf.reshape(outer, [outer.size, 1]), tf.tensor2d(Float32Array.from(vector), [1, vector.length])),
      tf.ones([1]),
    );
    return tf.reshape(product, [1, 1, product.size]);
  });
}

/**
 * The sum of every image of a map, `[batch · channels]`, one axis after the other: the wasm backend adds up in float32
 * without compensation, and short rows keep its rounding error near that of one row.
 */
function imageSums(map: tf.Tensor, spatial: readonly number[]): tf.Tensor {
  return spatial.reduceRight<tf.Tensor>(
    (rest, length) => tf.sum(tf.reshape(rest, [rest.size / length, length]), 1),
    map,
  );
}

/** A scalar where there is one image: backends add it faster than a broadcast axis. */
function imageMean(map: tf.Tensor, spatial: readonly number[]): tf.Tensor {
  return tf.tidy(() => {
    const sums = imageSums(map, spatial);
    const means = tf.div(sums, map.size / sums.size);
    return tf.reshape(means, sums.size === 1 ? [] : [map.shape[0] ?? 1, map.shape[1] ?? 1, 1]);
  });
}
