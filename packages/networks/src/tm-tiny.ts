import { sharedConfiguration } from './transmorph/configuration.ts';
import { transmorphNetwork } from './transmorph/transmorph-network.ts';

/** TransMorph-Tiny: 244,527 parameters at 160×192×224; sizes divisible by 32. */
export const tmTiny = transmorphNetwork('tmTiny', { ...sharedConfiguration, embedding: 6, heads: [2, 2, 4, 4] });
