import { createGraph } from '@fast-lncc/onnx';
import type { Tensor } from 'onnxruntime-common';
import type { OrtModule } from '../runtime.ts';
import type { SessionPool } from '../session-pool.ts';

/** The flat vectors that training carries from step to step, by name: on the processor, or where the provider left them. */
export interface StateVectors {
  /** What a session is fed: the vectors as they are, wherever they lie. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Takes a step's outputs `<name>_next` and lets go of what they replace. */
  advance(outputs: Readonly<Record<string, Tensor>>): void;
  /** Lets go of a step's outputs `<name>_next`, and keeps what there is. */
  discard(outputs: Readonly<Record<string, Tensor>>): void;
  /** One vector on the processor; the caller may not write to it. */
  read(name: string): Promise<Float32Array>;
  /** Replaces all vectors. */
  write(values: Readonly<Record<string, Float32Array>>): void;
  dispose(): void;
}

/** Key of the session in the pool that {@link StateVectors.read} uses; its output has to be on the processor. */
const copyKey = 'copy';

/**
 * @param values All of one length.
 */
export function createStateVectors(
  ort: OrtModule,
  pool: SessionPool,
  values: Readonly<Record<string, Float32Array>>,
): StateVectors {
  const toTensor = (data: Float32Array) => new ort.Tensor('float32', data, [data.length]);
  const toTensors = (arrays: Readonly<Record<string, Float32Array>>) =>
    Object.fromEntries(Object.entries(arrays).map(([name, data]) => [name, toTensor(data)]));
  let tensors: Record<string, Tensor> = toTensors(values);
  const release = (released: readonly Tensor[]) => {
    for (const tensor of released) if (onDevice(tensor)) tensor.dispose();
  };
  const replace = (next: Record<string, Tensor>) => {
    const previous = tensors;
    tensors = next;
    release(Object.values(previous));
  };
  const nextOf = (outputs: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(Object.keys(tensors).map((name) => [name, outputs[`${name}_next`] as Tensor]));
  return {
    get tensors() {
      return tensors;
    },
    advance: (outputs) => replace(nextOf(outputs)),
    discard: (outputs) => release(Object.values(nextOf(outputs))),
    async read(name) {
      const tensor = tensors[name] as Tensor;
      if (!onDevice(tensor)) return tensor.data as Float32Array;
      // getData() of a device tensor ends the process of onnxruntime-node.
      const { copy } = await pool.run(copyKey, () => copyModel(tensor.size), { vector: tensor });
      return (copy as Tensor).data as Float32Array;
    },
    write: (arrays) => replace(toTensors(arrays)),
    dispose: () => replace({}),
  };
}

const onDevice = (tensor: Tensor): boolean => tensor.location === 'gpu-buffer';

/** The vector again, as an output of a session that puts it on the processor. */
function copyModel(length: number): Uint8Array {
  const graph = createGraph({ name: 'copy' });
  graph.output(graph.input('vector', [length]), 'copy');
  return graph.toModel();
}
