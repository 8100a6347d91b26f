import { prepareTensorflowLoss } from '../engines/tensorflow.ts';
import { prepareTensorflowTraining } from '../engines/tensorflow-training.ts';
import type { Contender } from './contender.ts';

/** What the loss of `@fast-lncc/tfjs` takes by itself where the fused kernel has been imported, closed gradient. */
export const tfjsNodeAuto: Contender = {
  engine: 'tfjs-node',
  algorithm: 'auto',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareTensorflowLoss(problem, { backend: 'tensorflow', algorithm: 'auto' }),
  prepareTraining: (problem, network) =>
    prepareTensorflowTraining(problem, network, { algorithm: 'auto', differentiation: 'analytic' }),
};
