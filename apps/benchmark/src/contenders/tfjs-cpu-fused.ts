import { prepareTensorflowLoss } from '../engines/tensorflow.ts';
import type { Contender } from './contender.ts';

/** The one sweep of `@fast-lncc/wasm`, called from TensorFlow.js with tensors of its plain JavaScript backend. */
export const tfjsCpuFused: Contender = {
  engine: 'tfjs-cpu',
  algorithm: 'fused',
  gradient: 'analytic',
  dense: false,
  grid: 'small',
  prepareLoss: (problem) => prepareTensorflowLoss(problem, { backend: 'cpu', algorithm: 'fused' }),
};
