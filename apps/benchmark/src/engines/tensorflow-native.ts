import { MissingRuntimeError } from '@fast-lncc/core';
import { loadTfjsNode } from '@tooling/native';

/**
 * Brings the native backend of TensorFlow.js, and the gradients of its functions.
 *
 * @throws MissingRuntimeError naming the command.
 */
export function loadNative(threads: number): void {
  // TensorFlow reads these when its first operation runs; TensorFlow.js has no call for it.
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS = '1';
  try {
    loadTfjsNode();
  } catch (cause) {
    throw new MissingRuntimeError((cause as Error).message, { cause });
  }
}
