import type { ParameterSpecification } from './layers.ts';

/**
 * A convolution or linear layer as PyTorch draws it by default: weights and biases uniform within `±1/√fanIn`.
 *
 * @param outputs Length of the bias; without it there is none.
 */
export function layerParameters(
  name: string,
  weightShape: readonly number[],
  fanIn: number,
  outputs?: number,
): readonly ParameterSpecification[] {
  const initialization = { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) } as const;
  const weight: ParameterSpecification = { name: `${name}.weight`, shape: weightShape, initialization };
  return outputs === undefined ? [weight] : [weight, { name: `${name}.bias`, shape: [outputs], initialization }];
}

/** A linear layer `[outputs, inputs]`, with a bias unless told. */
export const linearParameters = (name: string, inputs: number, outputs: number, hasBias = true) =>
  layerParameters(name, [outputs, inputs], inputs, hasBias ? outputs : undefined);

/** Gain and offset of a normalization. */
export const normParameters = (name: string, channels: number): readonly ParameterSpecification[] => [
  { name: `${name}.weight`, shape: [channels], initialization: { kind: 'constant', value: 1 } },
  { name: `${name}.bias`, shape: [channels], initialization: { kind: 'constant', value: 0 } },
];

/** The one slope of a parametric ReLU. */
export const slopeParameter = (name: string): ParameterSpecification => ({
  name: `${name}.weight`,
  shape: [1],
  initialization: { kind: 'constant', value: 0.25 },
});

/** A cubic kernel `[outputs, inputs, k, k, k]`. */
export const cubicKernel = (outputs: number, inputs: number, extent: number): readonly number[] => [
  outputs,
  inputs,
  extent,
  extent,
  extent,
];
