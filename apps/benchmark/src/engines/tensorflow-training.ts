import { presets } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import type { TrainerOptions } from '@fast-lncc/tfjs/training';
import type { Means, PreparedTraining } from '../contenders/contender.ts';
import { importRuntime } from './import-runtime.ts';
import { loadFused, startTensorflow } from './tensorflow.ts';

type Execution = Required<Pick<TrainerOptions, 'algorithm' | 'differentiation'>>;

/** A network on tfjs-node with its authors' settings, the trainer's defaults, but no branches dropped: every step does the same work. */
export async function prepareTensorflowTraining(
  means: Means,
  network: Network,
  execution: Execution,
): Promise<PreparedTraining> {
  const tf = await startTensorflow(means, 'tensorflow');
  const { algorithm } = execution;
  const fused = algorithm === 'fused' || algorithm === 'auto' ? await loadFused() : undefined;
  const { createTrainer } = await importRuntime('@fast-lncc/tfjs/training', () => import('@fast-lncc/tfjs/training'));
  const trainer = await createTrainer({
    network,
    shape: means.shape,
    definition: { ...presets.fastlncc, window: means.window },
    seed: means.seed,
    dropPath: false,
    ...execution,
  });
  return {
    trainer,
    // Tensors reach TensorFlow's memory with the first operation on them.
    transfer: async ({ moving, fixed }) => {
      for (const image of [moving, fixed]) tf.tidy(() => tf.slice1d(tf.tensor1d(image), 0, 1).dataSync());
    },
    dispose: async () => {
      await trainer.dispose();
      fused?.releaseFused();
    },
  };
}
