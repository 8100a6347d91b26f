import { prepareTensorflowLoss } from '../engines/tensorflow.ts';
import { prepareTensorflowTraining } from '../engines/tensorflow-training.ts';
import type { Contender } from './contender.ts';

/** One 1-D convolution per axis on TensorFlow, closed gradient. */
export const tfjsNodeSeparable: Contender = {
  engine: 'tfjs-node',
  algorithm: 'separable',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareTensorflowLoss(problem, { backend: 'tensorflow', algorithm: 'separable' }),
  prepareTraining: (problem, network) =>
    prepareTensorflowTraining(problem, network, { algorithm: 'separable', differentiation: 'analytic' }),
};
