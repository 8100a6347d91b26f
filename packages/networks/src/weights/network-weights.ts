import { formatShape, InvalidDataError, ShapeMismatchError } from '@fast-lncc/core';
import type { Network } from '../layers.ts';
import { flatLayout, flatten, unflatten } from '../training/flat-parameters.ts';
import { toFloat32 } from './element-types.ts';
import { readSafetensors } from './read-safetensors.ts';
import { writeSafetensors } from './write-safetensors.ts';

/** The network that weights belong to, at a size it can take. */
export interface WeightsOwner {
  readonly network: Network;
  /** `[D, H, W]` */
  readonly shape: readonly number[];
}

/**
 * Weights as a safetensors file, under the authors' names and in their layout, with the network's name in its metadata.
 *
 * @throws ShapeMismatchError when a parameter is missing, unknown or of another length.
 */
export function weightsToSafetensors(
  { network, shape }: WeightsOwner,
  weights: Readonly<Record<string, Float32Array>>,
): Uint8Array {
  const layout = flatLayout(network.parameters(shape));
  const complete = unflatten(layout, flatten(layout, weights));
  const tensors = layout.specifications.map(({ name, shape }) => [
    name,
    { shape, data: complete[name] as Float32Array },
  ]);
  return writeSafetensors(Object.fromEntries(tensors), { format: 'pt', network: network.name });
}

/**
 * The weights of a network from a safetensors file, also of its authors' framework. Tensors that are no parameters, such
 * as the grid of a sampler, are left out.
 *
 * @throws InvalidDataError for a file that is damaged or of another network; ShapeMismatchError for a parameter that is
 * missing or of another shape; UnsupportedOptionError for one that is neither float32 nor float64.
 */
export function weightsFromSafetensors(
  { network, shape }: WeightsOwner,
  file: Uint8Array,
): Record<string, Float32Array> {
  const { tensors, metadata } = readSafetensors(file);
  if (metadata.network !== undefined && metadata.network !== network.name) {
    throw new InvalidDataError(`The file has the weights of '${metadata.network}', not of '${network.name}'.`);
  }
  return Object.fromEntries(
    network.parameters(shape).map(({ name, shape: wanted }) => {
      const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
      if (tensor === undefined) {
        throw new ShapeMismatchError(
          `The file has no '${name}', which ${network.name} needs; it may be of another network.`,
        );
      }
      if (formatShape(tensor.shape) !== formatShape(wanted)) {
        throw new ShapeMismatchError(
          `'${name}' has the shape ${formatShape(tensor.shape)} in the file, but ${network.name} needs ${formatShape(wanted)}.`,
        );
      }
      return [name, toFloat32(name, tensor.dtype, tensor.bytes)];
    }),
  );
}
