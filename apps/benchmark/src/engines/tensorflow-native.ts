import { MissingRuntimeError } from '@fast-lncc/core';
import { loadTfjsNode } from '@tooling/native';

/**
 * Brings the native backend of TensorFlow.js, and the gradients of its functions.
 *
 * @throws MissingRuntimeError naming the command.
 */
export function loadNative(threads: number): void {
  // TensorFlow reads it when its first operation runs; TensorFlow.js has no call for it.
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  try {
    loadTfjsNode();
  } catch (cause) {
    throw new MissingRuntimeError((cause as Error).message, { cause });
  }
}

/** The versions of tfjs-node, and of the TensorFlow under it. It has to be the backend in use. */
export function nativeVersions(): { readonly version?: string; readonly tensorflow?: string } {
  const tf = loadTfjsNode() as unknown as LoadedTfjs;
  const version = tf.version['tfjs-node'];
  const tensorflow = tf.backend().binding?.TF_Version;
  return { ...(version === undefined ? {} : { version }), ...(tensorflow === undefined ? {} : { tensorflow }) };
}

/** What tfjs-node has and its types do not tell. */
interface LoadedTfjs {
  readonly version: Readonly<Record<string, string | undefined>>;
  backend(): { readonly binding?: { readonly TF_Version?: string } };
}
