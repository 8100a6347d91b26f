import { voxelmorphNetwork } from './voxelmorph.ts';

/** VoxelMorph-2 (`VxmDense_2`): 301,411 parameters, 399 GMAC at 160×192×224; sizes divisible by 16. */
export const vm2 = voxelmorphNetwork('vm2', {
  encoder: [16, 32, 32, 32],
  decoder: [32, 32, 32, 32],
  extra: [32, 16, 16],
});
