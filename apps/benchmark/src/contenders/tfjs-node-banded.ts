import { prepareTensorflowLoss } from '../engines/tensorflow.ts';
import { prepareTensorflowTraining } from '../engines/tensorflow-training.ts';
import type { Contender } from './contender.ts';

/** One product with a band matrix per axis on TensorFlow, closed gradient. */
export const tfjsNodeBanded: Contender = {
  engine: 'tfjs-node',
  algorithm: 'banded',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareTensorflowLoss(problem, { backend: 'tensorflow', algorithm: 'banded' }),
  prepareTraining: (problem, network) =>
    prepareTensorflowTraining(problem, network, { algorithm: 'banded', differentiation: 'analytic' }),
};
