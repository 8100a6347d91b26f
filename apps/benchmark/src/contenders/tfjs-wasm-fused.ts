import { prepareTensorflowLoss } from '../engines/tensorflow.ts';
import type { Contender } from './contender.ts';

/** The one sweep of `@fast-lncc/wasm`, called from TensorFlow.js with tensors of its WebAssembly backend. */
export const tfjsWasmFused: Contender = {
  engine: 'tfjs-wasm',
  algorithm: 'fused',
  gradient: 'analytic',
  dense: false,
  grid: 'small',
  prepareLoss: (problem) => prepareTensorflowLoss(problem, { backend: 'wasm', algorithm: 'fused' }),
};
