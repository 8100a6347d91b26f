import { preparePlainLoss } from '../engines/plain-lncc.ts';
import { prepareTensorflowTraining } from '../engines/tensorflow-training.ts';
import type { Contender } from './contender.ts';

/** The paper's Algorithm 2: one dense convolution over all maps, differentiated by TensorFlow.js. */
export const tfjsNodeGrouped: Contender = {
  engine: 'tfjs-node',
  algorithm: 'grouped',
  gradient: 'automatic',
  dense: true,
  grid: 'full',
  prepareLoss: (problem) => preparePlainLoss(problem, 'grouped'),
  prepareTraining: (problem, network) =>
    prepareTensorflowTraining(problem, network, { algorithm: 'grouped', differentiation: 'automatic' }),
};
