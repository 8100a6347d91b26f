import { UnsupportedOptionError } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import { type Contender, contenderId, type Problem } from '../contenders/contender.ts';
import type { Measurement } from '../results/measurement.ts';

/** Trains a network for one step more than asked: step 0 warms the runtime up, the others are timed. */
export async function* measureTraining(
  contender: Contender,
  problem: Problem,
  network: Network,
  round: number,
  steps: number,
): AsyncGenerator<Measurement> {
  const id = contenderId(contender);
  if (contender.prepareTraining === undefined) throw new UnsupportedOptionError(`${id} does not train networks.`);
  const training = await contender.prepareTraining(problem, network);
  for (let step = 0; step <= steps; step++) {
    const start = performance.now();
    const { loss, similarity, smoothness } = await training.step();
    const milliseconds = performance.now() - start;
    yield {
      kind: 'step',
      contender: id,
      network: network.name,
      shape: problem.shape,
      epoch: round,
      step,
      pair: 0,
      loadMilliseconds: 0,
      learningRate: 1e-4,
      milliseconds,
      loss,
      similarity,
      smoothness,
    };
  }
  await training.dispose();
}
