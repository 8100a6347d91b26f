import type { PieceInput, PieceRequest, PieceResult, PieceVerbs } from '@fast-lncc/conformance/training';
import * as tf from '@tensorflow/tfjs-core';
import { lncc } from '../../src/index.ts';
import { tensorLayers } from '../../src/training/index.ts';

const verbs: PieceVerbs<tf.Tensor> = {
  ...tensorLayers,
  lncc: (moving, fixed, definition) => lncc(moving, fixed, definition),
};

/** From the authors' axes to those of TensorFlow.js. */
const axes = { map: [0, 2, 3, 4, 1], kernel: [2, 3, 4, 1, 0], matrix: [0, 1], vector: [0] } as const;

type Role = PieceInput['role'] | 'scalar';

/** Runs a building block on the active backend. */
export async function runPiece({ inputs, build, cotangent, wanted }: PieceRequest): Promise<PieceResult> {
  const names = Object.keys(inputs);
  const tensors = names.map((name) => toTensor(inputs[name] as PieceInput));
  const isScalar = cotangent.shape.length === 0;
  const upstream = isScalar ? tf.scalar(1) : toTensor({ ...cotangent, role: 'map' });
  const compute = (...given: tf.Tensor[]) => {
    const byName = Object.fromEntries(names.map((name, index) => [name, given[index] as tf.Tensor]));
    return build(verbs, byName);
  };
  const { value, grads } = tf.valueAndGrads(compute)(tensors, upstream);
  const gradients = wanted.map(async (name) => {
    const gradient = grads[names.indexOf(name)] as tf.Tensor;
    return [name, await fromTensor(gradient, inputs[name]?.role ?? 'map')] as const;
  });
  const result = {
    output: await fromTensor(value, isScalar ? 'scalar' : 'map'),
    gradients: Object.fromEntries(await Promise.all(gradients)),
  };
  tf.dispose([value, upstream, ...grads, ...tensors]);
  return result;
}

function toTensor({ shape, data, role }: PieceInput): tf.Tensor {
  return tf.tidy(() => tf.transpose(tf.tensor([...data], [...shape], 'float32'), [...axes[role]]));
}

async function fromTensor(tensor: tf.Tensor, role: Role): Promise<ArrayLike<number>> {
  if (role === 'scalar') return tensor.data();
  const back = axes[role].map((_, axis) => (axes[role] as readonly number[]).indexOf(axis));
  const turned = tf.transpose(tensor, back);
  const values = await turned.data();
  turned.dispose();
  return values;
}
