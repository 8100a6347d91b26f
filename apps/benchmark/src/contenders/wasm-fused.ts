import { prepareWasmLoss } from '../engines/wasm.ts';
import type { Contender } from './contender.ts';

/** Loss and closed gradient in one sweep, in WebAssembly; the images and the gradient lie in its memory. */
export const wasmFused: Contender = {
  engine: 'wasm',
  algorithm: 'fused',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  prepareLoss: (problem) => prepareWasmLoss(problem, { arrays: 'inside' }),
};
