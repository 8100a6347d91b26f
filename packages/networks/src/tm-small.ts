import { sharedConfiguration } from './transmorph/configuration.ts';
import { transmorphNetwork } from './transmorph/transmorph-network.ts';

/** TransMorph-Small: 11,757,195 parameters at 160×192×224; sizes divisible by 32. */
export const tmSmall = transmorphNetwork('tmSmall', { ...sharedConfiguration, embedding: 48, heads: [4, 4, 4, 4] });
