import { prepareWebgpuLoss } from '../engines/webgpu.ts';
import type { Contender } from './contender.ts';

/** Loss and closed gradient as WebGPU kernels, on the GPU that Dawn finds; images and gradient stay on it. */
export const webgpuFused: Contender = {
  engine: 'webgpu',
  algorithm: 'fused',
  gradient: 'analytic',
  dense: false,
  grid: 'full',
  onlyNamed: 'engine',
  prepareLoss: prepareWebgpuLoss,
};
