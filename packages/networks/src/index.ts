export { initialWeights } from './initial-weights.ts';
export type { Initialization, Layers, Network, ParameterSpecification, Registration } from './layers.ts';
export { createNormal, createRandom } from './random.ts';
export { vm1 } from './vm1.ts';
export { vm2 } from './vm2.ts';
export { type VoxelmorphFeatures, voxelmorphNetwork } from './voxelmorph.ts';
