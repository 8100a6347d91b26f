import { ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  averagePool,
  dropPath,
  gelu,
  instanceNorm,
  layerNorm,
  linear,
  mergePatches,
  patchConvolution,
  upsampleTrilinear,
  windowAttention,
} from '../../src/training/index.ts';
import { differentiate, expectExact, tensorOf, volume } from './differentiate.ts';
import {
  directAveragePool,
  directGelu,
  directInstanceNorm,
  directLayerNorm,
  directLinear,
  directMerging,
  directPatchConvolution,
  directTrilinear,
} from './direct-transformer-verbs.ts';
import type { Volume } from './direct-verbs.ts';
import { onTensors, onVolumes, smooth } from './verb-inputs.ts';

/** The verbs of TransMorph on the active backend: values and gradients against their formulas in float64. */
export function checkTransformerVerbs(name: string): void {
  describe(`verbs of transformers on ${name}`, () => {
    test('GELU', () =>
      expectExact({
        f: onTensors((x) => gelu(x)),
        direct: onVolumes((x) => directGelu(x)),
        inputs: [volume([1, 3, 2, 4, 3], 1, 9)],
        shape: [1, 3, 2, 4, 3],
        ...smooth,
      }));

    test('linear, with a bias and without', async () => {
      const [map, weight, bias] = [volume([2, 3, 1, 2, 4], 2), volume([5, 4], 3), volume([5], 4)];
      await expectExact({
        f: onTensors((x, w, b) => linear(x, w, b)),
        direct: onVolumes((x, w, b) => directLinear(x, w, b)),
        inputs: [map, weight, bias],
        shape: [2, 3, 1, 2, 5],
      });
      await expectExact({
        f: onTensors((x, w) => linear(x, w, undefined)),
        direct: onVolumes((x, w) => directLinear(x, w)),
        inputs: [map, weight],
        shape: [2, 3, 1, 2, 5],
      });
    });

    test('layer norm', () =>
      expectExact({
        f: onTensors((x, gain, offset) => layerNorm(x, gain, offset)),
        direct: onVolumes(directLayerNorm),
        inputs: [volume([2, 2, 1, 3, 6], 5), volume([6], 6), volume([6], 7)],
        shape: [2, 2, 1, 3, 6],
        ...smooth,
      }));

    test.each([1, 0.01])('instance norm of a batch, slope %f', (leakySlope) =>
      expectExact({
        f: onTensors((x) => instanceNorm(x, { leakySlope })),
        direct: onVolumes((x) => directInstanceNorm(x, leakySlope)),
        inputs: [volume([2, 3, 2, 4, 3], 8)],
        shape: [2, 3, 2, 4, 3],
        step: 1e-6,
      }),
    );

    test('patch convolution of two parts', () =>
      expectExact({
        f: onTensors((a, b, w, c) => patchConvolution([a, b], w, c)),
        direct: onVolumes((a, b, w, c) => directPatchConvolution([a, b], w, c)),
        inputs: [volume([2, 4, 2, 6, 2], 9), volume([2, 4, 2, 6, 1], 10), volume([2, 2, 2, 3, 4], 11), volume([4], 12)],
        shape: [2, 2, 1, 3, 4],
      }));

    test('merging of patches', () =>
      expectExact({
        f: onTensors((x) => mergePatches(x)),
        direct: onVolumes((x) => directMerging(x)),
        inputs: [volume([2, 4, 2, 6, 3], 13)],
        shape: [2, 2, 1, 3, 24],
      }));

    test.each([[[2, 4, 6, 2, 3]], [[1, 5, 3, 1, 2]]])('average pooling of %o', (shape) =>
      expectExact({
        f: onTensors((x) => averagePool(x)),
        direct: onVolumes((x) => directAveragePool(x)),
        inputs: [volume(shape, 14)],
        shape: shape.map((length, axis) => (axis % 4 === 0 ? length : Math.ceil(length / 2))),
      }),
    );

    test('trilinear upsampling, also of a single plane', () =>
      expectExact({
        f: onTensors((x) => upsampleTrilinear(x)),
        direct: onVolumes((x) => directTrilinear(x)),
        inputs: [volume([2, 3, 1, 4, 2], 15)],
        shape: [2, 6, 2, 8, 2],
      }));

    test('a branch is dropped, makes up for it, or stays', async () => {
      const [map, upstream] = [volume([1, 2, 1, 3, 2], 18), volume([1, 2, 1, 3, 2], 19)];
      const { values, gradients } = await differentiate(
        onTensors((x) => dropPath(x, 1.25)),
        [map],
        upstream,
      );
      const scaled = ({ data }: Volume) => Array.from(data, (value) => Math.fround(value * 1.25));
      expect(Array.from(values)).toEqual(scaled(map));
      expect(Array.from(gradients[0] ?? [])).toEqual(scaled(upstream));
      const image = tensorOf(map);
      expect(dropPath(image, 1)).toBe(image);
      const dropped = dropPath(image, 0);
      expect((await dropped.data()).every((value) => value === 0)).toBe(true);
      expect(dropped.shape).toEqual(image.shape);
      tf.dispose([image, dropped]);
    });

    test('what does not fit is refused', () => {
      const map = tensorOf(volume([1, 2, 4, 6, 12], 20));
      const [vector, matrix] = [tensorOf(volume([5], 21)), tensorOf(volume([5, 11], 22))];
      const two = tf.concat([map, map], 0);
      const attention = { heads: 2, window: [2, 2, 3], shift: [0, 0, 0] };
      for (const [refused, message] of [
        [() => linear(map, matrix, undefined), 'a map of 12 channels needs [outputs, 12]'],
        [() => layerNorm(map, vector, vector), 'gain has the shape [5]; a map of 12 channels needs [12]'],
        [() => patchConvolution([map], matrix, vector), 'parts of 12 channels need [k, k, k, 12, outputs]'],
        [() => windowAttention(map, matrix, attention), '2 heads need [45, 2]'],
        [() => windowAttention(two, matrix, attention), 'a batch of 1'],
        [() => mergePatches(tf.reshape(map, [1, 3, 4, 4, 12])), 'multiples of 2'],
      ] as const) {
        expect(() => tf.tidy(refused)).toThrow(ShapeMismatchError);
        expect(() => tf.tidy(refused)).toThrow(message);
      }
      for (const [refused, message] of [
        [() => instanceNorm(map, { leakySlope: 0 }), 'leakySlope is 0'],
        [() => windowAttention(map, matrix, { ...attention, heads: 5 }), 'a multiple of 3 · heads'],
        [() => windowAttention(map, matrix, { ...attention, window: [2, 3, 3] }), 'must divide the lengths [2, 4, 6]'],
        [() => windowAttention(map, matrix, { ...attention, shift: [0, 2, 0] }), 'below the window [2, 2, 3]'],
      ] as const) {
        expect(() => tf.tidy(refused)).toThrow(UnsupportedOptionError);
        expect(() => tf.tidy(refused)).toThrow(message);
      }
      tf.dispose([map, two, vector, matrix]);
    });
  });
}
