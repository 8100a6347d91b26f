import { lkuNetwork } from './lku/lku-network.ts';

/**
 * LKU-Net(4,5): 522,950 parameters, of which 522,302 are used, 67 GMAC at 160×192×224; sizes divisible by 16.
 * `lku4.diffeomorphic` integrates its output.
 */
export const lku4 = {
  ...lkuNetwork('lku4', { startChannels: 4, isDiffeomorphic: false }),
  diffeomorphic: lkuNetwork('lku4-diffeomorphic', { startChannels: 4, isDiffeomorphic: true }),
};
