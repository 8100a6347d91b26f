import { type FlatLayout, momentNames, type ResolvedTraining, unflatten } from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';
import { zeroMoments } from './amsgrad-update.ts';
import { tensorShape, toAuthorsOrder, toTensorOrder } from './kernel-layout.ts';

/** The weights of a network and their moments, as variables. */
export interface TrainedState {
  /** In the order of the network's parameters. */
  readonly variables: readonly tf.Variable[];
  /** By variable: its moments, in the order of `momentNames`. */
  readonly moments: readonly (readonly tf.Variable[])[];
  /** Everything as flat vectors in the authors' layout. */
  read(): Promise<{ readonly parameters: Float32Array; readonly moments: Record<string, Float32Array> }>;
  /** @param moments In the order of `momentNames`. */
  write(parameters: Float32Array, moments: readonly Float32Array[]): void;
  dispose(): void;
}

/** The initial weights of a training, with moments of 0, on the active backend. */
export function createTrainedState({ layout, optimizer, parameters }: ResolvedTraining): TrainedState {
  const names = momentNames(optimizer);
  const variables = toTensors(layout, parameters).map((tensor) => {
    const variable = tf.variable(tensor);
    tensor.dispose();
    return variable;
  });
  const moments = variables.map((variable) => zeroMoments(variable, names));
  const ofKind = (kind: number) => moments.map((own) => own[kind] as tf.Variable);
  return {
    variables,
    moments,
    async read() {
      const read: Record<string, Float32Array> = {};
      for (const [kind, name] of names.entries()) read[name] = await readFlat(layout, ofKind(kind));
      return { parameters: await readFlat(layout, variables), moments: read };
    },
    write(given, givenMoments) {
      tf.tidy(() => {
        assignAll(variables, toTensors(layout, given));
        givenMoments.forEach((flat, kind) => {
          assignAll(ofKind(kind), toTensors(layout, flat));
        });
      });
    },
    dispose() {
      tf.dispose([...variables, ...moments.flat()]);
    },
  };
}

/** Tensors of a network's parameters as one vector in the authors' layout; one after the other, so that one copy is there at a time. */
async function readFlat({ specifications, offsets, length }: FlatLayout, tensors: readonly tf.Tensor[]) {
  const flat = new Float32Array(length);
  for (const [index, specification] of specifications.entries()) {
    const values = (await tensors[index]?.data()) as Float32Array;
    flat.set(toAuthorsOrder(values, specification), offsets[index]);
  }
  return flat;
}

/** Tensors of a network's parameters as arrays by the authors' names, in the authors' layout. */
export async function readNamed(
  { specifications }: FlatLayout,
  tensors: readonly tf.Tensor[],
): Promise<Record<string, Float32Array>> {
  const entries = specifications.map(async (specification, index) => {
    const values = (await tensors[index]?.data()) as Float32Array;
    return [specification.name, toAuthorsOrder(values, specification)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Tensors of a network's parameters, in its order, from a flat vector in the authors' layout. */
export function toTensors(layout: FlatLayout, flat: Float32Array): tf.Tensor[] {
  const named = unflatten(layout, flat);
  return layout.specifications.map((specification) => {
    const values = toTensorOrder(named[specification.name] as Float32Array, specification);
    return tf.tensor(values, tensorShape(specification), 'float32');
  });
}

function assignAll(variables: readonly tf.Variable[], tensors: readonly tf.Tensor[]): void {
  variables.forEach((variable, index) => {
    variable.assign(tensors[index] as tf.Tensor);
  });
}
