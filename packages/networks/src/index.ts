export { initialWeights } from './initial-weights.ts';
export { integrateVelocity } from './integrate-velocity.ts';
export type {
  Branch,
  ConvolutionOptions,
  Initialization,
  Layers,
  Network,
  ParameterSpecification,
  Registration,
} from './layers.ts';
export { type LkuOptions, lkuNetwork } from './lku/lku-network.ts';
export { lku4 } from './lku4.ts';
export { lku8 } from './lku8.ts';
export { createNormal, createRandom } from './random.ts';
export { vm1 } from './vm1.ts';
export { vm2 } from './vm2.ts';
export { type VoxelmorphFeatures, voxelmorphNetwork } from './voxelmorph.ts';
