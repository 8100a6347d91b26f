import { LnccError, presets } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import type { GraphExecution } from '@fast-lncc/onnxruntime';
import type { Means, PreparedLoss, PreparedTraining, Problem } from '../contenders/contender.ts';
import type { ExecutionProvider } from '../run/settings.ts';
import { importOnnxruntime } from './import-onnxruntime.ts';
import { importRuntime } from './import-runtime.ts';
import { prepareOnnxTransfer } from './onnxruntime-transfer.ts';

type Execution = Required<Pick<GraphExecution, 'algorithm' | 'differentiation'>>;

/** The paper's formula, so that every algorithm computes what the authors' code does. */
const definitionOf = ({ window }: Means) => ({ ...presets.fastlncc, window });

const sessionOf = async ({ executionProvider, threads }: Means) => ({
  ort: await importOnnxruntime(executionProvider),
  executionProviders: [executionProvider],
  threads,
});

/**
 * Starts the execution provider once.
 *
 * @throws MissingRuntimeError naming the libraries that are missing.
 */
export async function assertExecutionProvider(executionProvider: ExecutionProvider): Promise<void> {
  if (executionProvider === 'cpu') return;
  const { assertExecution } = await importRuntime('@fast-lncc/onnxruntime', () => import('@fast-lncc/onnxruntime'));
  const ort = await importOnnxruntime(executionProvider);
  await assertExecution(ort, { executionProviders: [executionProvider] });
}

export async function prepareOnnxLoss(problem: Problem, execution: Execution): Promise<PreparedLoss> {
  const { createLncc } = await importRuntime('@fast-lncc/onnxruntime', () => import('@fast-lncc/onnxruntime'));
  const { moving, fixed, shape } = problem;
  const session = await sessionOf(problem);
  const evaluator = await createLncc({ ...session, shape: [1, 1, ...shape], ...definitionOf(problem), ...execution });
  return {
    algorithm: evaluator.algorithm,
    forward: async () => (await evaluator.evaluate({ moving, fixed })).loss,
    gradient: async () => {
      const { loss, gradients } = await evaluator.evaluate({ moving, fixed, gradients: 'moving' });
      if (gradients.moving === undefined)
        throw new LnccError('The evaluator returned no gradient to the moving image.');
      return { loss, gradient: gradients.moving };
    },
    dispose: () => evaluator.dispose(),
  };
}

/** A network with its authors' settings, the trainer's defaults, but no branches dropped: every step does the same work. */
export async function prepareOnnxTraining(
  means: Means,
  network: Network,
  execution: Execution & { readonly fusedUpsampling?: boolean },
): Promise<PreparedTraining> {
  const { createTrainer } = await importRuntime(
    '@fast-lncc/onnxruntime/training',
    () => import('@fast-lncc/onnxruntime/training'),
  );
  const trainer = await createTrainer({
    ...(await sessionOf(means)),
    network,
    shape: means.shape,
    definition: definitionOf(means),
    seed: means.seed,
    dropPath: false,
    ...execution,
  });
  const transfer = await prepareOnnxTransfer(means);
  return {
    trainer,
    ...(transfer && { transfer: transfer.copy }),
    dispose: async () => {
      await transfer?.release();
      await trainer.dispose();
    },
  };
}
