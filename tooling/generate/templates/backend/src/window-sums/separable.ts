import { unwritten } from '../unwritten.ts';
import type { WindowSums } from './window-sums.ts';

/** `B[f]` as one pass per axis with `window.factors[axis]`. */
export const separable: WindowSums = () => unwritten('windowSums', 'window-sums/separable.ts');
