import { prepareOnnxLoss, prepareOnnxTraining } from '../engines/onnxruntime.ts';
import type { Contender } from './contender.ts';

/** The paper's Algorithm 2: one grouped dense convolution over the five maps, and its own gradient. */
export const onnxruntimeGrouped: Contender = {
  engine: 'onnxruntime',
  algorithm: 'grouped',
  gradient: 'automatic',
  dense: true,
  grid: 'full',
  prepareLoss: (problem) => prepareOnnxLoss(problem, { algorithm: 'grouped', differentiation: 'automatic' }),
  prepareTraining: (problem, network) =>
    prepareOnnxTraining(problem, network, { algorithm: 'grouped', differentiation: 'automatic' }),
};
