import { formatShape, InvalidDataError, ShapeMismatchError, UnsupportedOptionError } from '@fast-lncc/core';
import type { ParameterSpecification } from '@fast-lncc/networks';
import { flatLayout, flatten } from '@fast-lncc/networks/training';
import type { WeightsOwner } from '@fast-lncc/networks/weights';
import * as tf from '@tensorflow/tfjs-core';
import { tensorShape } from './kernel-layout.ts';
import { readNamed, toTensors } from './trained-state.ts';

/**
 * Saves weights in the format of TensorFlow.js, under the authors' names and with kernels as `tf.conv3d` takes them
 * (`[k, k, k, inputs, outputs]`): for a file handler of tfjs-node, `tf.io.withSaveHandler`, `tf.io.browserDownloads`, or
 * `tf.io.getSaveHandlers('indexeddb://vm1')[0]`. There is no model topology but the network's name.
 *
 * @throws ShapeMismatchError for incomplete weights; UnsupportedOptionError for a handler that cannot save.
 */
export async function saveWeights(
  handler: tf.io.IOHandler,
  { network, shape }: WeightsOwner,
  weights: Readonly<Record<string, Float32Array>>,
): Promise<tf.io.SaveResult> {
  if (handler?.save === undefined) {
    throw new UnsupportedOptionError('The handler has no save; give one such as tf.io.withSaveHandler(save).');
  }
  const layout = flatLayout(network.parameters(shape));
  const tensors = toTensors(layout, flatten(layout, weights));
  const named = layout.specifications.map(({ name }, index) => ({ name, tensor: tensors[index] as tf.Tensor }));
  try {
    const { data, specs } = await tf.io.encodeWeights(named);
    return await handler.save({
      modelTopology: { network: network.name },
      format: 'fast-lncc-weights',
      generatedBy: '@fast-lncc/tfjs',
      weightSpecs: specs,
      weightData: data,
    });
  } finally {
    tf.dispose(tensors);
  }
}

/**
 * Loads what {@link saveWeights} saved, as weights for `createTrainer` of any engine.
 *
 * @throws InvalidDataError for weights that are damaged or of another network; ShapeMismatchError for a parameter that is
 * missing or of another shape; UnsupportedOptionError for a handler that cannot load.
 */
export async function loadWeights(
  handler: tf.io.IOHandler,
  { network, shape }: WeightsOwner,
): Promise<Record<string, Float32Array>> {
  if (handler?.load === undefined) {
    throw new UnsupportedOptionError('The handler has no load; give one such as tf.io.fromMemory(artifacts).');
  }
  const artifacts = await handler.load();
  const { network: saved } = (artifacts.modelTopology ?? {}) as { readonly network?: string };
  if (saved !== network.name) {
    throw new InvalidDataError(
      `The artifacts are of ${saved === undefined ? 'no network that saveWeights saved' : `'${saved}'`}, not of '${network.name}'.`,
    );
  }
  const layout = flatLayout(network.parameters(shape));
  const tensors = decode(artifacts);
  try {
    return await readNamed(
      layout,
      layout.specifications.map((specification) => ownTensor(tensors, specification)),
    );
  } finally {
    tf.dispose(tensors);
  }
}

function decode({ weightData, weightSpecs }: tf.io.ModelArtifacts): tf.NamedTensorMap {
  if (weightData === undefined || weightSpecs === undefined) {
    throw new InvalidDataError('The artifacts have no weights: weightData and weightSpecs are needed.');
  }
  try {
    return tf.tidy(() => tf.io.decodeWeights(weightData, weightSpecs));
  } catch (cause) {
    throw new InvalidDataError(
      `The weights of the artifacts are damaged: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

function ownTensor(tensors: tf.NamedTensorMap, specification: ParameterSpecification): tf.Tensor {
  const { name } = specification;
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (tensor === undefined) throw new ShapeMismatchError(`The artifacts have no '${name}'.`);
  const wanted = formatShape(tensorShape(specification));
  if (formatShape(tensor.shape) !== wanted || tensor.dtype !== 'float32') {
    throw new ShapeMismatchError(
      `'${name}' is ${tensor.dtype} of shape ${formatShape(tensor.shape)} in the artifacts; float32 of shape ${wanted} is needed.`,
    );
  }
  return tensor;
}
