import { type ResolvedDefinition, UnsupportedOptionError } from '@fast-lncc/core';
import * as tf from '@tensorflow/tfjs-core';
import { chooseAlgorithm, chooseWindowSums } from './auto.ts';
import { requireFused } from './fused-registry.ts';
import type { Method } from './method.ts';
import { createOperations } from './operations.ts';
import type { SplitOptions, WindowSumsAlgorithm } from './options.ts';
import { windowSumsMethod } from './window-sums-method.ts';

/**
 * What carries out a call on the active backend.
 *
 * @throws MissingRuntimeError, UnsupportedOptionError where `fused` is asked for and cannot be had, or `threads` and
 * something else computes.
 */
export function chooseMethod(options: SplitOptions, definition: ResolvedDefinition): Method {
  const backendName = tf.getBackend();
  const algorithm = options.algorithm === 'auto' ? chooseAlgorithm(backendName, definition) : options.algorithm;
  const bySums = (name: WindowSumsAlgorithm) => windowSumsMethod(createOperations(definition, name));
  if (algorithm === 'fused') {
    if (options.threads !== undefined && backendName === 'webgpu') {
      throw new UnsupportedOptionError(
        `threads is ${options.threads}, but on the backend 'webgpu' the GPU computes; leave it out.`,
      );
    }
    return requireFused(backendName).method(bySums(chooseWindowSums(backendName, definition)));
  }
  if (options.threads !== undefined) {
    throw new UnsupportedOptionError(
      `threads is ${options.threads}, but algorithm '${algorithm}' computes with the threads of TensorFlow.js; leave it out, or use algorithm 'fused'.`,
    );
  }
  return bySums(algorithm);
}
