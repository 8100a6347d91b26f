import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { relativeError, texture } from '../images.ts';
import type { Volume } from './direct-verbs.ts';

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

/** Values around 0, exact in float32. */
export const volume = (shape: readonly number[], seed: number, scale = 1): Volume => ({
  shape,
  data: texture(sizeOf(shape), seed).map((value) => Math.fround((value - 0.5) * scale)),
});

export const tensorOf = ({ shape, data }: Volume) => tf.tensor(Float32Array.from(data), [...shape]);

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
};

/** Value and gradients of `f` at tensors of the volumes, read; and nothing left behind. */
export async function differentiate(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly Volume[],
  upstream: Volume,
) {
  const before = tf.memory().numTensors;
  const tensors = inputs.map(tensorOf);
  const cotangent = tensorOf(upstream);
  const { value, grads } = tf.valueAndGrads(f)(tensors, cotangent);
  expect(cotangent.isDisposed).toBe(false);
  const read = await Promise.all([value, ...grads].map((tensor) => tensor.data()));
  tf.dispose([value, cotangent, ...grads, ...tensors]);
  expect(tf.memory().numTensors).toBe(before);
  const [values = [], ...gradients] = read as ArrayLike<number>[];
  return { values, gradients };
}

/**
 * For a verb that is linear in some of its inputs together: `⟨u, f(…, d, …)⟩ = Σ ⟨gradient to the input, d⟩` for any
 * directions `d` in place of these inputs, exact up to rounding.
 */
export async function expectAdjoint(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly Volume[],
  upstream: Volume,
  linearIn: readonly number[],
): Promise<void> {
  const { gradients } = await differentiate(f, inputs, upstream);
  const moved = inputs.map((input, index) => (linearIn.includes(index) ? volume(input.shape, 40 + index) : input));
  const tensors = moved.map(tensorOf);
  const value = f(...tensors);
  const expected = dot(upstream.data, await value.data());
  tf.dispose([value, ...tensors]);
  const products = linearIn.map((index) => [gradients[index] ?? [], moved[index]?.data ?? []] as const);
  const actual = products.reduce((sum, [gradient, direction]) => sum + dot(gradient, direction), 0);
  const scale = products.reduce((sum, pair) => sum + Math.sqrt(dot(pair[0], pair[0]) * dot(pair[1], pair[1])), 0);
  expect(Math.abs(actual - expected) / scale, `inputs ${linearIn}`).toBeLessThan(1e-6);
}

/** What is compared by {@link expectExact}. */
export interface Verb {
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** The same in float64. */
  readonly direct: (inputs: readonly Volume[]) => ArrayLike<number>;
  readonly inputs: readonly Volume[];
  /** Of the value. */
  readonly shape: readonly number[];
  /** Of the central differences: small for a verb that is not a polynomial of degree 2 in each element. */
  readonly step?: number;
  /** Largest relative error of a gradient. */
  readonly tolerance?: number;
}

/** The value is that of the formula, and the gradient to every element of every input its central difference. */
export async function expectExact({ f, direct, inputs, shape, step = 0.5, tolerance = 2e-6 }: Verb): Promise<void> {
  const upstream = volume(shape, 30);
  const { values, gradients } = await differentiate(f, inputs, upstream);
  expect(relativeError(values, direct(inputs)), 'value').toBeLessThan(2e-6);
  for (const [index, input] of inputs.entries()) {
    const expected = Float64Array.from(input.data, (value, at) => {
      const moved = (by: number) => {
        const data = Float64Array.from(input.data);
        data[at] = value + by;
        return dot(direct(inputs.with(index, { ...input, data })), upstream.data);
      };
      return (moved(step) - moved(-step)) / (2 * step);
    });
    expect(relativeError(gradients[index] ?? [], expected), `gradient to input ${index}`).toBeLessThan(tolerance);
  }
}
