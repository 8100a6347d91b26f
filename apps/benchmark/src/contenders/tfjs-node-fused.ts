import { prepareTensorflowLoss } from '../engines/tensorflow.ts';
import { prepareTensorflowTraining } from '../engines/tensorflow-training.ts';
import type { Contender } from './contender.ts';

/** The one sweep of `@fast-lncc/wasm`, called with tensors of TensorFlow. */
export const tfjsNodeFused: Contender = {
  engine: 'tfjs-node',
  algorithm: 'fused',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareTensorflowLoss(problem, { backend: 'tensorflow', algorithm: 'fused' }),
  prepareTraining: (problem, network) =>
    prepareTensorflowTraining(problem, network, { algorithm: 'fused', differentiation: 'analytic' }),
};
