import { LnccError, presets } from '@fast-lncc/core';
import type { PreparedLoss, Problem } from '../contenders/contender.ts';
import { importRuntime } from './import-runtime.ts';

interface Execution {
  /**
   * Whether images and gradient lie in the evaluator's memory, where a program keeps them that evaluates the loss again
   * and again, or are arrays of the caller's, which are copied in and out with every evaluation.
   */
  readonly arrays: 'inside' | 'copied';
}

export async function prepareWasmLoss(problem: Problem, { arrays }: Execution): Promise<PreparedLoss> {
  const { createLncc } = await importRuntime('@fast-lncc/wasm', () => import('@fast-lncc/wasm'));
  const { shape, window, threads } = problem;
  const evaluator = await createLncc({ shape: [1, 1, ...shape], threads, ...presets.fastlncc, window });
  const inside = (image: Float32Array) => {
    const copy = evaluator.allocate();
    copy.set(image);
    return copy;
  };
  const place = arrays === 'inside' ? inside : (image: Float32Array) => image;
  const moving = place(problem.moving);
  const fixed = place(problem.fixed);
  const into = arrays === 'inside' ? { moving: evaluator.allocate() } : {};
  return {
    algorithm: evaluator.algorithm,
    forward: async () => (await evaluator.evaluate({ moving, fixed })).loss,
    gradient: async () => {
      const { loss, gradients } = await evaluator.evaluate({ moving, fixed, gradients: 'moving', into });
      if (gradients.moving === undefined)
        throw new LnccError('The evaluator returned no gradient to the moving image.');
      return { loss, gradient: gradients.moving };
    },
    dispose: () => evaluator.dispose(),
  };
}
