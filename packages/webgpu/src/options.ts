import { assertKnownKeys, definitionKeys, type LnccDefinition, MissingRuntimeError, oneOf } from '@fast-lncc/core';

/** How an evaluation is carried out. */
export interface WebgpuExecution {
  /** The one algorithm of this package. Default `fused`. */
  readonly algorithm?: 'fused' | 'auto';
}

/** Options of `createLncc`: the mathematics (every field of `LnccDefinition`), shape, device. */
export interface CreateLnccOptions extends LnccDefinition, WebgpuExecution {
  /** Any device: of a page, or of the package `webgpu` in Node. Limits above the default are used where it has them. */
  readonly device: GPUDevice;
  /** `[batch, channels, ...spatial]` with 1 to 3 spatial axes. */
  readonly shape: readonly number[];
}

/** The options taken apart. */
export interface SplitOptions {
  readonly device: GPUDevice;
  readonly shape: readonly number[];
  readonly definition: LnccDefinition;
}

/** @throws UnsupportedOptionError for an unknown option or algorithm, MissingRuntimeError without a device. */
export function splitOptions(options: CreateLnccOptions): SplitOptions {
  assertKnownKeys(options, [...definitionKeys, 'device', 'shape', 'algorithm'], 'the options of createLncc');
  const { device, shape, algorithm = 'fused', ...definition } = options;
  oneOf('algorithm', algorithm, ['fused', 'auto']);
  if (typeof device?.createComputePipeline !== 'function') {
    throw new MissingRuntimeError(
      'device is no GPUDevice; pass one from (await navigator.gpu.requestAdapter()).requestDevice(), or in Node from create([]) of the package webgpu.',
    );
  }
  return { device, shape, definition };
}
