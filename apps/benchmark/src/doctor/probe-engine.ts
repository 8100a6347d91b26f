import { evaluateReference, LnccError, presets } from '@fast-lncc/core';
import { findTfjsNode } from '@tooling/native';
import { gradientValues, type Problem } from '../contenders/contender.ts';
import { findContender } from '../contenders/select.ts';
import { createPhantom } from '../data/phantom.ts';
import { assertExecutionProvider } from '../engines/onnxruntime.ts';
import { compareGradients } from '../tasks/compare-gradients.ts';
import { engineFacts } from './engine-facts.ts';
import type { ProbeFacts, ProbeJob } from './job.ts';

const extent = 16;
const window = 5;
const largestLossError = 1e-4;
const smallestCosine = 0.999;

/**
 * Lets an engine compute one small loss and its gradient in this process. It works where both are those of the float64
 * reference.
 *
 * @throws MissingRuntimeError, or whatever the engine throws; LnccError where it computes wrong numbers.
 */
export async function probeEngine({ engine, contender, executionProvider, threads }: ProbeJob): Promise<ProbeFacts> {
  if (engine === 'tfjs-node') {
    const { missing } = findTfjsNode();
    if (missing !== undefined) throw new LnccError(missing);
  }
  if (engine === 'onnxruntime') await assertExecutionProvider(executionProvider);
  const shape = [extent, extent, extent] as const;
  const { moving, fixed } = createPhantom(shape, 1);
  const problem: Problem = { shape, moving, fixed, window, threads, seed: 1, executionProvider };
  const prepared = await findContender(contender).prepareLoss(problem);
  const { loss, gradient } = await prepared.gradient();
  const { cosine } = compareGradients(await gradientValues(gradient), expected(problem).gradient);
  const lossError = Math.abs(loss - expected(problem).loss);
  await prepared.dispose();
  if (!(lossError <= largestLossError && cosine >= smallestCosine)) {
    throw new LnccError(
      `computes wrong numbers here: the loss is ${loss}, off by ${lossError}, the gradient's cosine ${cosine}. Do not use it on this machine.`,
    );
  }
  return {
    ...(await engineFacts(engine, executionProvider, threads)),
    lossError,
    residentBytes: process.memoryUsage.rss(),
  };
}

function expected({ shape, moving, fixed }: Problem): { readonly loss: number; readonly gradient: Float64Array } {
  const images = { moving: Float64Array.from(moving), fixed: Float64Array.from(fixed) };
  const { loss, gradients } = evaluateReference(
    { ...images, shape: [1, 1, ...shape] },
    { ...presets.fastlncc, window },
  );
  return { loss, gradient: gradients.moving };
}
