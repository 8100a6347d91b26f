import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  add,
  parametricRelu,
  scaleChannels,
  softsign,
  squaredDifferences,
  tensorLayers,
  warp,
} from '../../src/training/index.ts';
import { relativeError } from '../images.ts';
import { differentiate, expectExact, sizeOf, tensorOf, volume } from './differentiate.ts';
import { directSquaredDifferences, directWarp, type Volume } from './direct-verbs.ts';

/** The verbs of maps alone that VoxelMorph does not have, on the active backend. */
export function checkMapVerbs(): void {
  const shape = [2, 3, 2, 4, 3];
  const map = volume(shape, 21, 4);

  test('parametric ReLU, which takes the slope at 0', async () => {
    await expectExact({
      f: (...[x, slope]) => parametricRelu(x as tf.Tensor, slope as tf.Tensor),
      direct: ([x, slope]) =>
        Float64Array.from((x as Volume).data, (value) =>
          value > 0 ? value : value * ((slope as Volume).data[0] ?? 0),
        ),
      inputs: [map, { shape: [1], data: [Math.fround(0.3)] }],
      shape,
      step: 1e-6,
    });
    await expectExact({
      f: (...[x, slope]) => parametricRelu(x as tf.Tensor, slope as tf.Tensor),
      direct: ([x, slope]) =>
        Float64Array.from((x as Volume).data, (value) =>
          value > 0 ? value : value * ((slope as Volume).data[0] ?? 0),
        ),
      inputs: [map, { shape: [1], data: [1.5] }],
      shape,
      step: 1e-6,
    });
    const data = [0, -0, 2, -2];
    const inputs = [
      { shape: [1, 1, 1, 4, 1], data },
      { shape: [1], data: [-0.5] },
    ];
    const upstream = { shape: [1, 1, 1, 4, 1], data: [1, 2, 3, 4] };
    const { values, gradients } = await differentiate(
      (x, slope) => parametricRelu(x as tf.Tensor, slope as tf.Tensor),
      inputs,
      upstream,
    );
    expect(Array.from(values, Math.abs)).toEqual([0, 0, 2, 1]);
    expect(values[3]).toBe(1);
    expect(Array.from(gradients[0] ?? [])).toEqual([-0.5, -1, 3, -2]);
    expect(Array.from(gradients[1] ?? [])).toEqual([-8]);
  });

  test('softsign', () =>
    expectExact({
      f: (x) => softsign(x as tf.Tensor),
      direct: ([x]) => Float64Array.from((x as Volume).data, (value) => value / (1 + Math.abs(value))),
      inputs: [volume(shape, 22, 30)],
      shape,
      step: 1e-6,
    }));

  test('channels scaled, and maps added', async () => {
    const factors = [0.5, -2, 3];
    await expectExact({
      f: (x) => scaleChannels(x as tf.Tensor, factors),
      direct: ([x]) => Float64Array.from((x as Volume).data, (value, index) => value * (factors[index % 3] ?? 0)),
      inputs: [map],
      shape,
    });
    await expectExact({
      f: (...[x, y]) => add(x as tf.Tensor, y as tf.Tensor),
      direct: ([x, y]) =>
        Float64Array.from((x as Volume).data, (value, index) => value + ((y as Volume).data[index] ?? 0)),
      inputs: [map, volume(shape, 23)],
      shape,
    });
    const { gradients } = await differentiate((x) => add(x as tf.Tensor, x as tf.Tensor), [map], map);
    expect(
      relativeError(
        gradients[0] ?? [],
        Float64Array.from(map.data, (value) => 2 * value),
      ),
    ).toBe(0);
  });

  test('squared differences, scaled by axis', () => {
    const scales = [2, 0.5, 3] as const;
    return expectExact({
      f: (x) => squaredDifferences(x as tf.Tensor, scales),
      direct: ([x]) => [directSquaredDifferences(x as Volume, scales)],
      inputs: [map],
      shape: [],
    });
  });

  test('the grid of a map', () => {
    const tensor = tensorOf(map);
    expect(tensorLayers.grid(tensor)).toEqual([3, 2, 4]);
    tensor.dispose();
  });

  describe('warp clamped to the grid', () => {
    const clamped = (...[image, displacement]: readonly tf.Tensor[]) =>
      warp(image as tf.Tensor, displacement as tf.Tensor, 'clamp');

    test.each([
      { grid: [2, 3, 4, 3], channels: 2 },
      { grid: [1, 4, 3, 2], channels: 1 },
      { grid: [2, 3, 1, 4], channels: 3 },
    ])('of $channels channels on $grid', ({ grid, channels }) =>
      expectExact({
        f: clamped,
        direct: ([image, displacement]) => directWarp(image as Volume, displacement as Volume, 'clamp'),
        // From well inside to far outside on every side.
        inputs: [volume([...grid, channels], 24), volume([...grid, 3], 25, 8)],
        shape: [...grid, channels],
        step: 1e-5,
        tolerance: 3e-6,
      }),
    );

    test('has no gradient to a component on the border, and that of the next voxel within', async () => {
      const grid = [1, 3, 3, 3];
      const image = volume([...grid, 1], 26);
      const still = { shape: [...grid, 3], data: new Float32Array(3 * sizeOf(grid)) };
      const ones = { shape: image.shape, data: new Float32Array(27).fill(1) };
      const { values, gradients } = await differentiate(clamped, [image, still], ones);
      // The last voxel is interpolated from the one before it.
      expect(relativeError(values, image.data)).toBeLessThan(1e-7);
      const [, toDisplacement = []] = gradients;
      for (let voxel = 0; voxel < 27; voxel++) {
        const place = [Math.floor(voxel / 9), Math.floor(voxel / 3) % 3, voxel % 3];
        for (const [axis, stride] of [9, 3, 1].entries()) {
          const slope = (image.data[voxel + stride] ?? 0) - (image.data[voxel] ?? 0);
          expect(toDisplacement[3 * voxel + axis]).toBeCloseTo(place[axis] === 1 ? slope : 0, 6);
        }
      }
    });

    test('of a displacement by itself', async () => {
      const grid = [1, 3, 4, 3];
      await expectExact({
        f: (u) => warp(u as tf.Tensor, u as tf.Tensor, 'clamp'),
        direct: ([u]) => directWarp(u as Volume, u as Volume, 'clamp'),
        inputs: [volume([...grid, 3], 27, 3)],
        shape: [...grid, 3],
        step: 1e-5,
        tolerance: 3e-6,
      });
    });

    test('lets NaN through', async () => {
      const grid = [1, 2, 2, 3];
      const data = new Float32Array(3 * sizeOf(grid));
      data[4] = Number.NaN;
      const image = volume([...grid, 1], 28);
      const tensors = [tensorOf(image), tensorOf({ shape: [...grid, 3], data })];
      const value = clamped(...tensors);
      const values = await value.data();
      expect(Array.from(values, Number.isNaN)).toEqual(Array.from(values, (_, index) => index === 1));
      tf.dispose([value, ...tensors]);
    });
  });
}
