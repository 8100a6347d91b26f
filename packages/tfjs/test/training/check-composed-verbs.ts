import type * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  convolution,
  residualConvolutions,
  transposedConvolution,
  upsampleConvolution,
} from '../../src/training/index.ts';
import { relativeError } from '../images.ts';
import { differentiate, expectExact, tensorOf, volume } from './differentiate.ts';
import { directConvolution, directTransposedConvolution, directUpsampling, type Volume } from './direct-verbs.ts';

type Tensors = readonly tf.Tensor[];

/** The verbs around convolutions that VoxelMorph does not have, on the active backend. */
export function checkComposedVerbs(): void {
  test.each([1, 3, 5])('convolution of extent %i without a bias', (extent) =>
    expectExact({
      f: (...[map, weight]) => convolution([map as tf.Tensor], weight as tf.Tensor, undefined, { stride: 1 }),
      direct: ([map, weight]) => directConvolution([map as Volume], weight as Volume, [0], 1),
      inputs: [volume([1, 3, 2, 3, 2], 1), volume([extent, extent, extent, 2, 1], 2)],
      shape: [1, 3, 2, 3, 1],
    }),
  );

  test('residual convolutions of extents 3, 5 and 1', () => {
    const branches = <T>(given: readonly T[]) =>
      [0, 1, 2].map((index) => ({ weight: given[1 + index] as T, bias: given[4 + index] as T }));
    return expectExact({
      f: (...given) => residualConvolutions(given[0] as tf.Tensor, branches(given)),
      direct: (given) => {
        const map = given[0] as Volume;
        const terms = branches(given).map(({ weight, bias }) => directConvolution([map], weight, bias.data, 1));
        return Float64Array.from(map.data, (value, at) => terms.reduce((sum, term) => sum + (term[at] ?? 0), value));
      },
      inputs: [
        volume([1, 2, 2, 3, 2], 3),
        ...[3, 5, 1].map((extent, index) => volume([extent, extent, extent, 2, 2], 4 + index)),
        ...[7, 8, 9].map((seed) => volume([2], seed)),
      ],
      shape: [1, 2, 2, 3, 2],
    });
  });

  test('transposed convolution', () =>
    expectExact({
      f: (...[map, weight, bias]: Tensors) =>
        transposedConvolution(map as tf.Tensor, weight as tf.Tensor, bias as tf.Tensor),
      direct: ([map, weight, bias]) =>
        directTransposedConvolution(map as Volume, weight as Volume, (bias as Volume).data),
      inputs: [volume([2, 2, 1, 3, 3], 10), volume([2, 2, 2, 2, 3], 11), volume([2], 12)],
      shape: [2, 4, 2, 6, 2],
    }));

  describe.each([false, true])('convolution of an upsampled map, fused: %s', (fused) => {
    const doubled = (map: Volume): Volume => {
      const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = map.shape;
      return { shape: [batch, 2 * depth, 2 * height, 2 * width, channels], data: directUpsampling(map) };
    };
    const coarse = volume([1, 2, 1, 2, 2], 13);
    const skips = [volume([1, 4, 2, 4, 1], 14), volume([1, 4, 2, 4, 2], 15)];
    const bias = volume([2], 17);

    test('with two skips', () =>
      expectExact({
        f: (...given: Tensors) => {
          const [map, first, second, weight, offset] = given as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
          return upsampleConvolution(map, [first, second], weight, offset, { fused });
        },
        direct: (given) => {
          const [map, first, second, weight, offset] = given as [Volume, Volume, Volume, Volume, Volume];
          return directConvolution([doubled(map), first, second], weight, offset.data, 1);
        },
        inputs: [coarse, ...skips, volume([3, 3, 3, 5, 2], 16), bias],
        shape: [1, 4, 2, 4, 2],
      }));

    test('without skips and bias', () =>
      expectExact({
        f: (...[map, weight]: Tensors) =>
          upsampleConvolution(map as tf.Tensor, [], weight as tf.Tensor, undefined, { fused }),
        direct: ([map, weight]) => directConvolution([doubled(map as Volume)], weight as Volume, [0, 0, 0], 1),
        inputs: [coarse, volume([3, 3, 3, 2, 3], 18)],
        shape: [1, 4, 2, 4, 3],
      }));

    test('with a leaky slope is that of the plain convolution', async () => {
      // Two of a batch, and more voxels than above.
      const maps = [volume([2, 2, 3, 4, 2], 13), volume([2, 4, 6, 8, 1], 14), volume([2, 4, 6, 8, 2], 15)];
      const inputs = [...maps, volume([3, 3, 3, 5, 2], 16), bias];
      const upstream = volume([2, 4, 6, 8, 2], 19);
      const run = (fused: boolean) =>
        differentiate(
          (...given) => {
            const [map, first, second, weight, offset] = given as [
              tf.Tensor,
              tf.Tensor,
              tf.Tensor,
              tf.Tensor,
              tf.Tensor,
            ];
            return upsampleConvolution(map, [first, second], weight, offset, { leakySlope: 0.2, fused });
          },
          inputs,
          upstream,
        );
      const [plain, own] = [await run(false), await run(fused)];
      expect(relativeError(own.values, plain.values)).toBeLessThan(2e-6);
      expect(Array.from(own.values).some((value) => value < 0)).toBe(true);
      own.gradients.forEach((gradient, index) => {
        expect(relativeError(gradient, plain.gradients[index] ?? []), `input ${index}`).toBeLessThan(2e-6);
      });
    });
  });

  test('fused upsampling takes no convolution of the doubled map, and no gradient that is not asked for', async () => {
    const { grad, profile, dispose } = await import('@tensorflow/tfjs-core');
    const [coarse, weight] = [volume([1, 2, 2, 2, 2], 20), volume([3, 3, 3, 2, 2], 21)].map(tensorOf) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const kernels = async (compute: () => tf.Tensor) =>
      (await profile(compute)).kernels.map(({ name }) => name).filter((kernel) => kernel.startsWith('Conv3D'));
    const toCoarse = () =>
      grad((x: tf.Tensor) => upsampleConvolution(x, [], weight, undefined, { fused: true }))(coarse);
    const toWeight = () =>
      grad((x: tf.Tensor) => upsampleConvolution(coarse, [], x, undefined, { fused: true }))(weight);
    expect(await kernels(toCoarse)).toEqual(['Conv3D', 'Conv3DBackpropInputV2']);
    expect(await kernels(toWeight)).toEqual(['Conv3D', 'Conv3DBackpropFilterV2']);
    dispose([coarse, weight]);
  });
}
