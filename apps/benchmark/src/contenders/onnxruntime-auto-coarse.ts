import { prepareOnnxLoss, prepareOnnxTraining } from '../engines/onnxruntime.ts';
import type { Contender } from './contender.ts';

const execution = { algorithm: 'auto', differentiation: 'analytic' } as const;

/** `auto`, with what VoxelMorph upsamples convolved on the coarse grid: another network step, the same numbers. */
export const onnxruntimeCoarse: Contender = {
  engine: 'onnxruntime',
  algorithm: 'auto-coarse',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  onlyNamed: 'algorithm',
  prepareLoss: (problem) => prepareOnnxLoss(problem, execution),
  prepareTraining: (problem, network) => prepareOnnxTraining(problem, network, { ...execution, fusedUpsampling: true }),
};
