import { presets } from '@fast-lncc/core';
import type { TrainerOptions } from '@fast-lncc/tfjs/training';
import type { PreparedTraining, Problem } from '../contenders/contender.ts';
import { importRuntime } from './import-runtime.ts';
import { loadFused, startTensorflow } from './tensorflow.ts';

type Execution = Required<Pick<TrainerOptions, 'algorithm' | 'differentiation'>>;

/** VM-1 on tfjs-node with its authors' settings: AMSGrad, learning rate 1e-4, smoothness weight 1. */
export async function prepareTensorflowTraining(problem: Problem, execution: Execution): Promise<PreparedTraining> {
  await startTensorflow(problem, 'tensorflow');
  const { algorithm } = execution;
  const fused = algorithm === 'fused' || algorithm === 'auto' ? await loadFused() : undefined;
  const { createTrainer } = await importRuntime('@fast-lncc/tfjs/training', () => import('@fast-lncc/tfjs/training'));
  const { vm1 } = await importRuntime('@fast-lncc/networks', () => import('@fast-lncc/networks'));
  const trainer = await createTrainer({
    network: vm1,
    shape: problem.shape,
    definition: { ...presets.fastlncc, window: problem.window },
    optimizer: { name: 'amsgrad', learningRate: 1e-4 },
    smoothnessWeight: 1,
    seed: problem.seed,
    ...execution,
  });
  const pair = { moving: problem.moving, fixed: problem.fixed };
  return {
    step: () => trainer.step(pair),
    dispose: async () => {
      await trainer.dispose();
      fused?.releaseFused();
    },
  };
}
