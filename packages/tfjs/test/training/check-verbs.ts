import { UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { convolution, squaredDifferences, upsampleNearest, warp } from '../../src/training/index.ts';
import { relativeError } from '../images.ts';
import { checkComposedVerbs } from './check-composed-verbs.ts';
import { checkMapVerbs } from './check-map-verbs.ts';
import { differentiate, dot, expectAdjoint, sizeOf, tensorOf, volume } from './differentiate.ts';
import { directConvolution, directSquaredDifferences, directUpsampling, directWarp } from './direct-verbs.ts';

/** The layer verbs on the active backend, in the geometries that the golden pieces leave out. */
export function checkVerbs(name: string): void {
  describe(`layer verbs on ${name}`, () => {
    describe.each([
      { stride: 1, extent: 3, grid: [4, 3, 5] },
      { stride: 2, extent: 3, grid: [5, 4, 7] },
      { stride: 2, extent: 5, grid: [6, 7, 3] },
      { stride: 1, extent: 1, grid: [3, 2, 4] },
    ] as const)('convolution of stride $stride, extent $extent, grid $grid', ({ stride, extent, grid }) => {
      const parts = [volume([2, ...grid, 2], 1), volume([2, ...grid, 3], 2)];
      const weight = volume([extent, extent, extent, 5, 4], 3);
      const bias = volume([4], 4);
      const output = [2, ...grid.map((length) => Math.ceil(length / stride)), 4];
      const upstream = volume(output, 5);
      const linear = (a: tf.Tensor, b: tf.Tensor, w: tf.Tensor, c: tf.Tensor) => convolution([a, b], w, c, { stride });

      test('sums over two parts and a batch', async () => {
        const { values } = await differentiate(linear as never, [...parts, weight, bias], upstream);
        expect(relativeError(values, directConvolution(parts, weight, bias.data, stride))).toBeLessThan(1e-6);
      });

      test('has the adjoint as its gradient to every input', async () => {
        const zero = { shape: [4], data: [0, 0, 0, 0] };
        await expectAdjoint(linear as never, [...parts, weight, zero], upstream, [0, 1]);
        await expectAdjoint(linear as never, [...parts, weight, zero], upstream, [2]);
        const { gradients } = await differentiate(linear as never, [...parts, weight, bias], upstream);
        const sums = [0, 1, 2, 3].map((channel) =>
          Array.from(upstream.data).reduce((sum, value, index) => sum + (index % 4 === channel ? value : 0), 0),
        );
        expect(relativeError(gradients[3] ?? [], sums)).toBeLessThan(1e-6);
      });

      test('with a leaky slope has the gradient of the linear one, scaled where the output is negative', async () => {
        const leaky = (a: tf.Tensor, b: tf.Tensor, w: tf.Tensor, c: tf.Tensor) =>
          convolution([a, b], w, c, { stride, leakySlope: 0.2 });
        const inputs = [...parts, weight, bias];
        const { values, gradients } = await differentiate(leaky as never, inputs, upstream);
        const before = directConvolution(parts, weight, bias.data, stride);
        expect(
          relativeError(
            values,
            before.map((value) => (value > 0 ? value : 0.2 * value)),
          ),
        ).toBeLessThan(1e-6);
        expect(before.some((value) => value < 0)).toBe(true);
        const scaled = Array.from(upstream.data, (value, index) => ((before[index] ?? 0) > 0 ? value : 0.2 * value));
        const expected = await differentiate(linear as never, inputs, { shape: output, data: scaled });
        gradients.forEach((gradient, index) => {
          expect(relativeError(gradient, expected.gradients[index] ?? []), `input ${index}`).toBeLessThan(1e-6);
        });
      });
    });

    test('upsampling copies, and its gradient is the adjoint', async () => {
      const map = volume([2, 3, 2, 4, 3], 6);
      const upstream = volume([2, 6, 4, 8, 3], 7);
      const { values } = await differentiate(upsampleNearest, [map], upstream);
      expect(relativeError(values, directUpsampling(map))).toBe(0);
      await expectAdjoint(upsampleNearest, [map], upstream, [0]);
    });

    describe('warp', () => {
      const grid = [2, 4, 5, 3];
      const image = volume([...grid, 2], 8);
      const upstream = volume([...grid, 2], 9);
      // From well inside to far outside on every side.
      const displacement = volume([...grid, 3], 10, 14);
      const toZeros = (a: tf.Tensor, b: tf.Tensor) => warp(a, b);

      test('interpolates, with zeros outside', async () => {
        const { values } = await differentiate(toZeros, [image, displacement], upstream);
        expect(relativeError(values, directWarp(image, displacement))).toBeLessThan(2e-6);
        const still = { shape: displacement.shape, data: new Float32Array(sizeOf(displacement.shape)) };
        expect(relativeError((await differentiate(toZeros, [image, still], upstream)).values, image.data)).toBe(0);
      });

      test('has the adjoint as its gradient to the image', () =>
        expectAdjoint(toZeros, [image, displacement], upstream, [0]));

      test('has the gradient to the displacement that central differences of the formula give', async () => {
        const { gradients } = await differentiate(toZeros, [image, displacement], upstream);
        const step = 1e-4;
        const expected = Float64Array.from(displacement.data, (value, index) => {
          const moved = (by: number) => {
            const data = Float64Array.from(displacement.data);
            data[index] = value + by;
            return dot(directWarp(image, { ...displacement, data }), upstream.data);
          };
          return (moved(step) - moved(-step)) / (2 * step);
        });
        expect(relativeError(gradients[1] ?? [], expected)).toBeLessThan(2e-6);
      });

      test('lets NaN through, and nothing else', async () => {
        const data = Float32Array.from(displacement.data);
        data[7] = Number.NaN;
        const { values } = await differentiate(toZeros, [image, { ...displacement, data }], upstream);
        const isNaNAt = Array.from(values, (value, index) => (Number.isNaN(value) ? index : -1)).filter(
          (at) => at >= 0,
        );
        expect(isNaNAt).toEqual([4, 5]);
      });
    });

    test('squared differences and their gradient', async () => {
      const displacement = volume([2, 3, 4, 2, 3], 11);
      const one = { shape: [], data: [1] };
      const { values, gradients } = await differentiate((u) => squaredDifferences(u), [displacement], one);
      expect(relativeError(values, [directSquaredDifferences(displacement)])).toBeLessThan(1e-6);
      // Exact for a square, whatever the step.
      const expected = Float64Array.from(displacement.data, (value, index) => {
        const moved = (by: number) => {
          const data = Float64Array.from(displacement.data);
          data[index] = value + by;
          return directSquaredDifferences({ ...displacement, data });
        };
        return moved(0.5) - moved(-0.5);
      });
      expect(relativeError(gradients[0] ?? [], expected)).toBeLessThan(1e-6);
    });

    test('only the gradients that are asked for are computed', async () => {
      const inputs = [volume([1, 4, 4, 4, 2], 12), volume([3, 3, 3, 2, 2], 13), volume([2], 14)].map(tensorOf);
      const [image, weight, bias] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
      const kernelsOf = async (compute: () => tf.Tensor) => {
        const { kernels } = await tf.profile(compute);
        return kernels.map((kernel) => kernel.name).filter((kernel) => kernel.startsWith('Conv3DBackprop'));
      };
      const to = (index: number) => () =>
        tf.grad((x: tf.Tensor) => {
          const [a, w, b] = inputs.map((input, other) => (other === index ? x : input)) as [
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
          ];
          return convolution([a], w, b, { stride: 1 });
        })(inputs[index] as tf.Tensor);
      expect(await kernelsOf(to(0))).toEqual(['Conv3DBackpropInputV2']);
      expect(await kernelsOf(to(1))).toEqual(['Conv3DBackpropFilterV2']);
      expect(await kernelsOf(to(2))).toEqual([]);
      tf.dispose([image, weight, bias]);
    });

    test('a second-order gradient is refused', () => {
      const image = tensorOf(volume([1, 4, 4, 4, 1], 15));
      const inner = (x: tf.Tensor) => tf.grad((y: tf.Tensor) => squaredDifferences(upsampleNearest(y)))(x);
      expect(() => tf.grad(inner)(image)).toThrow(UnsupportedOptionError);
      image.dispose();
    });

    checkComposedVerbs();
    checkMapVerbs();
  });
}
