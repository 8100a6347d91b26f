import { createGraph } from '@fast-lncc/onnx';
import type { Tensor } from 'onnxruntime-common';
import type { OrtModule } from '../runtime.ts';
import type { SessionPool } from '../session-pool.ts';
import type { Update, UpdateOptions } from './update.ts';

/** Key of the session in the pool that `read` uses; its output has to be on the processor. */
const copyKey = 'copy';

/**
 * Parameters and moments in tensors, where the provider leaves them: the model of a step takes them all and gives the next
 * ones, so that nothing comes to the processor.
 */
export function updateInGraph(ort: OrtModule, pool: SessionPool, { vectors }: UpdateOptions): Update {
  const toTensor = (data: Float32Array, dimensions: readonly number[]) =>
    new ort.Tensor('float32', data, [...dimensions]);
  const toTensors = (arrays: Readonly<Record<string, Float32Array>>) =>
    Object.fromEntries(Object.entries(arrays).map(([name, data]) => [name, toTensor(data, [data.length])]));
  let tensors: Record<string, Tensor> = toTensors(vectors);
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
    model: 'step',
    get parameters() {
      return tensors.parameters as Tensor;
    },
    stepFeeds: ({ stepSize, rootFactor }) => ({
      ...tensors,
      stepSize: toTensor(Float32Array.of(stepSize), []),
      rootFactor: toTensor(Float32Array.of(rootFactor), []),
    }),
    apply: (outputs) => replace(nextOf(outputs)),
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
