import { sizeOf } from '@fast-lncc/core';
import type { ParameterSpecification } from '@fast-lncc/networks';

/**
 * Weights of convolutions are `[outputs, inputs, k, k, k]` in the authors' code and in every file and state, and
 * `[k, k, k, inputs, outputs]` in TensorFlow.js. This is the border; all other parameters are the same on both sides.
 */
export function tensorShape({ shape }: ParameterSpecification): number[] {
  const [outputs = 1, inputs = 1, ...taps] = shape;
  return isKernel(shape) ? [...taps, inputs, outputs] : [...shape];
}

/** Values in the authors' order as a copy in that of the tensor. */
export function toTensorOrder(values: Float32Array, specification: ParameterSpecification): Float32Array {
  const copy = new Float32Array(values.length);
  forEachPlace(specification, (authors, tensor) => {
    copy[tensor] = values[authors] as number;
  });
  return copy;
}

/** The way back from {@link toTensorOrder}, a copy too. */
export function toAuthorsOrder(values: Float32Array, specification: ParameterSpecification): Float32Array {
  const copy = new Float32Array(values.length);
  forEachPlace(specification, (authors, tensor) => {
    copy[authors] = values[tensor] as number;
  });
  return copy;
}

const isKernel = (shape: readonly number[]): boolean => shape.length === 5;

/** Every element's place in both orders. */
function forEachPlace({ shape }: ParameterSpecification, visit: (authors: number, tensor: number) => void): void {
  const size = sizeOf(shape);
  const [outputs = 1, inputs = 1] = shape;
  const taps = isKernel(shape) ? size / (outputs * inputs) : 1;
  for (let authors = 0; authors < size; authors++) {
    if (!isKernel(shape)) {
      visit(authors, authors);
      continue;
    }
    const [filter, tap] = [Math.floor(authors / taps), authors % taps];
    const [output, input] = [Math.floor(filter / inputs), filter % inputs];
    visit(authors, (tap * inputs + input) * outputs + output);
  }
}
