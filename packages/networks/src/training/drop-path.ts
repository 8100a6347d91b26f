import { createRandom } from '../random.ts';

/**
 * What stochastic depth multiplies each branch by in a step: 0 with the branch's rate, else `1 / (1 − rate)`. It depends on
 * the seed and the number of the step alone, so that a training that continues goes on as if it had not stopped.
 *
 * Source: Huang et al., Deep Networks with Stochastic Depth (2016), as timm's `DropPath` scales it.
 */
export function dropPathScales(rates: readonly number[], seed: number): (step: number) => Float32Array {
  return (step) => {
    const random = createRandom(Math.imul(step, 0x9e3779b1) ^ seed);
    return Float32Array.from(rates, (rate) => (random() < rate ? 0 : 1 / (1 - rate)));
  };
}
