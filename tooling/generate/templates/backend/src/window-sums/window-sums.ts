import type { Algorithm, Operations } from '@fast-lncc/core';
import type { Tensor } from '../tensor.ts';
import { separable } from './separable.ts';

/** One way to carry out the window sums: zeros outside the image, every map as large as before. */
export type WindowSums = Operations<Tensor>['windowSums'];

/** The window sums of every algorithm of this backend. */
export const windowSumsOf = { separable } satisfies Partial<Record<Algorithm, WindowSums>>;

export type BackendAlgorithm = keyof typeof windowSumsOf;

/** The algorithms of this backend; the first one is the default. */
export const algorithms = Object.keys(windowSumsOf) as readonly BackendAlgorithm[];
