import { formatShape, InvalidDataError, ShapeMismatchError } from '@fast-lncc/core';
import type { Network } from '../layers.ts';
import { flatLayout, flatten, unflatten } from '../training/flat-parameters.ts';
import { toFloat32 } from './element-types.ts';
import { readSafetensors, type StoredTensor } from './read-safetensors.ts';
import { writeSafetensors } from './write-safetensors.ts';

/** The network that weights belong to, at a size it can take. */
export interface WeightsOwner {
  readonly network: Network;
  /** `[D, H, W]` */
  readonly shape: readonly number[];
}

/**
 * Weights as a safetensors file, under the authors' names and in their layout, with the network's name in its metadata:
 * `load_state_dict` of the authors' module takes what `safetensors.torch.load_file` reads of it, with `strict=False`
 * where the module has buffers.
 *
 * @throws ShapeMismatchError when a parameter is missing, unknown or of another length.
 */
export function saveStateDict(
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
 * The weights of a network from a safetensors file: one of {@link saveStateDict}, or of the `state_dict` of the authors'
 * module. Tensors that are no parameters, such as the grid of a sampler, are left out; the prefixes that PyTorch's
 * wrappers put before every name (`module.` of DataParallel, `_orig_mod.` of `torch.compile`) are understood.
 *
 * @throws InvalidDataError for a file that is damaged or of another network, or a weight that is not finite;
 * ShapeMismatchError for a parameter that is missing or of another shape; UnsupportedOptionError for one that is neither
 * float32 nor float64.
 */
export function loadStateDict({ network, shape }: WeightsOwner, file: Uint8Array): Record<string, Float32Array> {
  const specifications = network.parameters(shape);
  const { tensors, metadata } = readSafetensors(file);
  if (metadata.network !== undefined && metadata.network !== network.name) {
    throw new InvalidDataError(`The file has the weights of '${metadata.network}', not of '${network.name}'.`);
  }
  const byName = unwrapped(tensors);
  return Object.fromEntries(
    specifications.map(({ name, shape: wanted }) => {
      const tensor = byName.get(name);
      if (tensor === undefined) throw missing(name, network, Object.keys(tensors));
      if (formatShape(tensor.shape) !== formatShape(wanted)) {
        throw new ShapeMismatchError(
          `'${name}' has the shape ${formatShape(tensor.shape)} in the file, but ${network.name} needs ${formatShape(wanted)}.`,
        );
      }
      const values = toFloat32(name, tensor.dtype, tensor.bytes);
      assertFinite(name, values);
      return [name, values];
    }),
  );
}

/** Without the prefixes of PyTorch's wrappers; a name that stands there as it is comes first. */
function unwrapped(tensors: Readonly<Record<string, StoredTensor>>): ReadonlyMap<string, StoredTensor> {
  const entries = Object.entries(tensors);
  const inner = entries.map(([name, tensor]) => [name.replace(/^(?:(?:module|_orig_mod)\.)+/, ''), tensor] as const);
  return new Map([...inner, ...entries]);
}

function missing(name: string, network: Network, names: readonly string[]): ShapeMismatchError {
  const wrapped = names.find((other) => other.endsWith(`.${name}`));
  const hint =
    wrapped === undefined
      ? 'it may be of another network'
      : `it has '${wrapped}': take '${wrapped.slice(0, -name.length)}' off its names in Python, and save it again`;
  return new ShapeMismatchError(`The file has no '${name}', which ${network.name} needs; ${hint}.`);
}

function assertFinite(name: string, values: Float32Array): void {
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place < 0) return;
  throw new InvalidDataError(
    `'${name}' holds ${values[place]} at ${place}: the file is damaged, or its training has diverged.`,
  );
}
