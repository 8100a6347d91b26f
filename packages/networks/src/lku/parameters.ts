import type { ParameterSpecification } from '../layers.ts';

/** PyTorch's default of a convolution: weights and biases uniform within `±1/√fanIn`. */
export function convolutionParameters(
  name: string,
  weightShape: readonly number[],
  fanIn: number,
  biasLength?: number,
): readonly ParameterSpecification[] {
  const initialization = { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) } as const;
  const weight: ParameterSpecification = { name: `${name}.weight`, shape: weightShape, initialization };
  return biasLength === undefined ? [weight] : [weight, { name: `${name}.bias`, shape: [biasLength], initialization }];
}

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
