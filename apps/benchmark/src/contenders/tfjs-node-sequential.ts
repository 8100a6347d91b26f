import { preparePlainLoss } from '../engines/plain-lncc.ts';
import { prepareTensorflowTraining } from '../engines/tensorflow-training.ts';
import type { Contender } from './contender.ts';

/** The paper's Algorithm 1 as its authors ran it: five dense convolutions, differentiated by TensorFlow.js. */
export const tfjsNodeSequential: Contender = {
  engine: 'tfjs-node',
  algorithm: 'sequential',
  gradient: 'automatic',
  dense: true,
  grid: 'full',
  prepareLoss: (problem) => preparePlainLoss(problem, 'sequential'),
  prepareTraining: (problem, network) =>
    prepareTensorflowTraining(problem, network, { algorithm: 'sequential', differentiation: 'automatic' }),
};
