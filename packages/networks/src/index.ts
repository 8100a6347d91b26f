export { initialWeights } from './initial-weights.ts';
export { integrateVelocity } from './integrate-velocity.ts';
export type {
  AttentionOptions,
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
export { continueRandom, createNormal, createRandom, type Random, type RandomState } from './random.ts';
export { tm } from './tm.ts';
export { tmSmall } from './tm-small.ts';
export { tmTiny } from './tm-tiny.ts';
export type { TransmorphConfiguration } from './transmorph/configuration.ts';
export { transmorphNetwork } from './transmorph/transmorph-network.ts';
export { planWindows, tableRows, type WindowOptions, type WindowPlan } from './transmorph/window-plan.ts';
export { vm1 } from './vm1.ts';
export { vm2 } from './vm2.ts';
export { type VoxelmorphFeatures, voxelmorphNetwork } from './voxelmorph.ts';
