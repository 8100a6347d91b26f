import { prepareOnnxLoss, prepareOnnxTraining } from '../engines/onnxruntime.ts';
import type { Contender } from './contender.ts';

/** Average pooling with counted zeros, closed gradient. */
export const onnxruntimePooled: Contender = {
  engine: 'onnxruntime',
  algorithm: 'pooled',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareOnnxLoss(problem, { algorithm: 'pooled', differentiation: 'analytic' }),
  prepareTraining: (problem, network) =>
    prepareOnnxTraining(problem, network, { algorithm: 'pooled', differentiation: 'analytic' }),
};
