import { prepareWasmLoss } from '../engines/wasm.ts';
import type { Contender } from './contender.ts';

/** The same sweep over arrays of the caller’s: both images are copied in, the gradient is copied out into a new array. */
export const wasmFusedCopied: Contender = {
  engine: 'wasm',
  algorithm: 'fused-copied',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareWasmLoss(problem, { arrays: 'copied' }),
};
