import { MissingRuntimeError } from '@fast-lncc/core';
import { findTfjsNode, loadTfjsNode } from '@tooling/native';

/** The command that makes TensorFlow.js for Node work here. */
export const setUpCommand = 'npm run setup:tfjs';

/** Why TensorFlow.js for Node cannot be used, with the command that changes it; `undefined` where it can. */
export const missingNative = (): string | undefined => findTfjsNode().missing;

/**
 * TensorFlow.js on the native backend.
 *
 * @throws MissingRuntimeError naming the command.
 */
export function loadNative(threads: number): typeof import('@tensorflow/tfjs-core') {
  // TensorFlow reads these when its first operation runs; TensorFlow.js has no call for it.
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS = '1';
  try {
    return loadTfjsNode();
  } catch (cause) {
    throw new MissingRuntimeError((cause as Error).message, { cause });
  }
}
