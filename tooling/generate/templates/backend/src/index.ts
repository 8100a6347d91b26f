export { createLncc } from './create-lncc.ts';
export type { CreateLnccOptions } from './options.ts';
export { algorithms, type BackendAlgorithm } from './window-sums/window-sums.ts';
