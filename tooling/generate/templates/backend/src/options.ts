import { assertKnownKeys, definitionKeys, type LnccDefinition, oneOf } from '@fast-lncc/core';
import { algorithms, type BackendAlgorithm } from './window-sums/window-sums.ts';

/** Options of `createLncc`: the mathematics (every field of `LnccDefinition`), the shape and the execution. */
export interface CreateLnccOptions extends LnccDefinition {
  /** `[batch, channels, ...spatial]` with 1 to 3 spatial axes. */
  readonly shape: readonly number[];
  /** How the window sums are carried out. Default `separable`. */
  readonly algorithm?: BackendAlgorithm;
}

/** The options taken apart. */
export interface SplitOptions {
  readonly shape: readonly number[];
  readonly algorithm: BackendAlgorithm;
  readonly definition: LnccDefinition;
}

/** @throws UnsupportedOptionError for an unknown option or algorithm. */
export function splitOptions(options: CreateLnccOptions): SplitOptions {
  assertKnownKeys(options, [...definitionKeys, 'shape', 'algorithm'], 'the options of createLncc');
  const { shape, algorithm = 'separable', ...definition } = options;
  oneOf('algorithm', algorithm, algorithms);
  return { shape, algorithm, definition };
}
