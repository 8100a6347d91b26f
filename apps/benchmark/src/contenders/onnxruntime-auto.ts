import { prepareOnnxLoss, prepareOnnxTraining } from '../engines/onnxruntime.ts';
import type { Contender } from './contender.ts';

/** The package's default: the algorithm its table names for the execution provider. */
export const onnxruntimeAuto: Contender = {
  engine: 'onnxruntime',
  algorithm: 'auto',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareOnnxLoss(problem, { algorithm: 'auto', differentiation: 'analytic' }),
  prepareTraining: (problem, network) =>
    prepareOnnxTraining(problem, network, { algorithm: 'auto', differentiation: 'analytic' }),
};
