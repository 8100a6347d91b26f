import { prepareOnnxLoss, prepareOnnxTraining } from '../engines/onnxruntime.ts';
import type { Contender } from './contender.ts';

/** One product with a 0/1 band matrix per axis, closed gradient. */
export const onnxruntimeBanded: Contender = {
  engine: 'onnxruntime',
  algorithm: 'banded',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareOnnxLoss(problem, { algorithm: 'banded', differentiation: 'analytic' }),
  prepareTraining: (problem, network) =>
    prepareOnnxTraining(problem, network, { algorithm: 'banded', differentiation: 'analytic' }),
};
