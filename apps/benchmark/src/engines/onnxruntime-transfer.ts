import type { TrainingPair } from '@fast-lncc/networks/training';
import { createGraph, slice } from '@fast-lncc/onnx';
import type { Means } from '../contenders/contender.ts';
import { importOnnxruntime } from './import-onnxruntime.ts';

/** Copies a pair to where an execution provider computes. */
export interface Transfer {
  copy(pair: TrainingPair): Promise<void>;
  release(): Promise<void>;
}

/**
 * A session that takes two images and returns one voxel of each: what it costs is that the images go to the device.
 * `undefined` for the CPU, which reads them where they are.
 */
export async function prepareOnnxTransfer({ shape, executionProvider }: Means): Promise<Transfer | undefined> {
  if (executionProvider === 'cpu') return undefined;
  const graph = createGraph();
  for (const name of ['moving', 'fixed']) {
    const voxel = slice(graph, graph.input(name, [1, 1, ...shape]), [2, 3, 4], [0, 0, 0], [1, 1, 1]);
    graph.output(voxel, `${name}-voxel`);
  }
  const ort = await importOnnxruntime(executionProvider);
  const session = await ort.InferenceSession.create(graph.toModel(), { executionProviders: [executionProvider] });
  const tensor = (image: Float32Array) => new ort.Tensor('float32', image, [1, 1, ...shape]);
  return {
    async copy({ moving, fixed }) {
      await session.run({ moving: tensor(moving), fixed: tensor(fixed) });
    },
    release: () => session.release(),
  };
}
