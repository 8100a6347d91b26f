import { lkuNetwork } from './lku/lku-network.ts';

/**
 * LKU-Net(8,5): 2,087,638 parameters, of which 2,086,342 are used, 257 GMAC at 160×192×224; sizes divisible by 16.
 * `lku8.diffeomorphic` integrates its output.
 */
export const lku8 = {
  ...lkuNetwork('lku8', { startChannels: 8, isDiffeomorphic: false }),
  diffeomorphic: lkuNetwork('lku8-diffeomorphic', { startChannels: 8, isDiffeomorphic: true }),
};
