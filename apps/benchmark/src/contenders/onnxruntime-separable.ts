import { prepareOnnxLoss, prepareOnnxTraining } from '../engines/onnxruntime.ts';
import type { Contender } from './contender.ts';

/** One 1-D convolution per axis over the stacked maps, closed gradient. */
export const onnxruntimeSeparable: Contender = {
  engine: 'onnxruntime',
  algorithm: 'separable',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareOnnxLoss(problem, { algorithm: 'separable', differentiation: 'analytic' }),
  prepareTraining: (problem, network) =>
    prepareOnnxTraining(problem, network, { algorithm: 'separable', differentiation: 'analytic' }),
};
