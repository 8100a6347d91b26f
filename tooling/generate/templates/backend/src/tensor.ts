import { unwritten } from './unwritten.ts';

/** A map as the runtime holds it, `[batch, channels, ...spatial]`; put the runtime's own type here. */
export interface Tensor {
  readonly shape: readonly number[];
}

/** A tensor from an array in C order. */
export const fromArray: (values: Float32Array, shape: readonly number[]) => Tensor = () =>
  unwritten('fromArray', 'tensor.ts');

/** The elements of a tensor in C order, in a new array; those of a scalar are one. */
export const toArray: (tensor: Tensor) => Promise<Float32Array> = async () => unwritten('toArray', 'tensor.ts');
