import type { Operations } from '@fast-lncc/core';
import type { Tensor } from './tensor.ts';
import { unwritten } from './unwritten.ts';
import type { WindowSums } from './window-sums/window-sums.ts';

const missing = (verb: keyof Operations<Tensor>): never => unwritten(verb, 'operations.ts');

/**
 * The verbs of the program on tensors; `Operations` says what each one does. The scalars of `sum` and `mean`, the
 * constants of `imageMean` and maps with one channel broadcast. Where memory is freed by hand, `scope` and `release`
 * come to these.
 */
export const createOperations = (windowSums: WindowSums) =>
  ({
    add: () => missing('add'),
    subtract: () => missing('subtract'),
    multiply: () => missing('multiply'),
    divide: () => missing('divide'),
    scale: () => missing('scale'),
    shift: () => missing('shift'),
    maximum: () => missing('maximum'),
    minimum: () => missing('minimum'),
    squareRoot: () => missing('squareRoot'),
    reciprocal: () => missing('reciprocal'),
    whereAbove: () => missing('whereAbove'),
    whereAtMost: () => missing('whereAtMost'),
    field: () => missing('field'),
    windowSums,
    imageMean: () => missing('imageMean'),
    sumChannels: () => missing('sumChannels'),
    sum: () => missing('sum'),
    mean: () => missing('mean'),
  }) satisfies Operations<Tensor>;
