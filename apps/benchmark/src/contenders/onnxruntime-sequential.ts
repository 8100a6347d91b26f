import { prepareOnnxLoss, prepareOnnxTraining } from '../engines/onnxruntime.ts';
import type { Contender } from './contender.ts';

/** The paper's Algorithm 1: five dense convolutions, one after another, and their own gradients. */
export const onnxruntimeSequential: Contender = {
  engine: 'onnxruntime',
  algorithm: 'sequential',
  gradient: 'automatic',
  dense: true,
  grid: 'full',
  prepareLoss: (problem) => prepareOnnxLoss(problem, { algorithm: 'sequential', differentiation: 'automatic' }),
  prepareTraining: (problem, network) =>
    prepareOnnxTraining(problem, network, { algorithm: 'sequential', differentiation: 'automatic' }),
};
