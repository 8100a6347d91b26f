import { assertKnownKeys, definitionKeys, type LnccDefinition, oneOf, UnsupportedOptionError } from '@fast-lncc/core';

/** How an evaluation is carried out. */
export interface WasmExecution {
  /** The one algorithm of this package: loss and gradient in one sweep. Default `fused`. */
  readonly algorithm?: 'fused' | 'auto';
  /**
   * Threads that compute. Default: as many as the machine has and the volume can use, where threads are possible (Node;
   * pages that are cross-origin isolated), else 1. Results do not depend on it.
   */
  readonly threads?: number;
  /**
   * Slabs of planes that each image is cut into, the unit threads share. Default: one per 16 planes and per 10 planes of
   * the window's radius. Another number changes results in their last digits.
   */
  readonly slabs?: number;
}

/** Options of `createLncc` and `createLnccSync`: the mathematics (every field of `LnccDefinition`), shape, execution. */
export interface CreateLnccOptions extends LnccDefinition, WasmExecution {
  /** `[batch, channels, ...spatial]` with 1 to 3 spatial axes. */
  readonly shape: readonly number[];
}

/** The options taken apart. */
export interface SplitOptions {
  readonly shape: readonly number[];
  readonly definition: LnccDefinition;
  readonly threads: number | undefined;
  readonly slabs: number | undefined;
}

/** @throws UnsupportedOptionError for an unknown option, algorithm, or a count that is no positive integer. */
export function splitOptions(options: CreateLnccOptions): SplitOptions {
  assertKnownKeys(options, [...definitionKeys, 'shape', 'algorithm', 'threads', 'slabs'], 'the options of createLncc');
  const { shape, algorithm = 'fused', threads, slabs, ...definition } = options;
  oneOf('algorithm', algorithm, ['fused', 'auto']);
  assertCount('threads', threads);
  assertCount('slabs', slabs);
  return { shape, definition, threads, slabs };
}

function assertCount(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return;
  throw new UnsupportedOptionError(`${name} is ${String(value)}; it must be a positive integer.`);
}
