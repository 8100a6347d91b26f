import { sharedConfiguration } from './transmorph/configuration.ts';
import { transmorphNetwork } from './transmorph/transmorph-network.ts';

/** TransMorph: 46,771,251 parameters and 724 GMAC at 160×192×224; sizes divisible by 32. */
export const tm = transmorphNetwork('tm', { ...sharedConfiguration, embedding: 96, heads: [4, 4, 8, 8] });
