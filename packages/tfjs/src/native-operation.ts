import * as tf from '@tensorflow/tfjs-core';

/** An attribute of an operation: a float, a text, or a list of integers. */
export type NativeAttribute = number | string | readonly number[];

/** The backend of `@tensorflow/tfjs-node`, as far as it runs TensorFlow's own operations by name. */
interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<
    Record<'TF_ATTR_FLOAT' | 'TF_ATTR_INT' | 'TF_ATTR_STRING' | 'TF_ATTR_TYPE' | 'TF_FLOAT', number>
  >;
  executeSingleOutput(
    operation: string,
    attributes: readonly { readonly name: string; readonly type: number; readonly value: NativeAttribute }[],
    inputs: readonly tf.Tensor[],
  ): tf.Tensor;
}

const nativeName = 'tensorflow';

/** Whether {@link nativeOperation} can be used. */
export const isNative = (): boolean => tf.getBackend() === nativeName && 'executeSingleOutput' in tf.backend();

/** Whether a backend is TensorFlow's, and computes on a GPU. */
export const isNativeGpu = (backendName: string): boolean =>
  backendName === nativeName &&
  (tf.findBackend(nativeName) as Partial<NativeBackend> | null)?.isUsingGpuDevice === true;

/**
 * Runs an operation of TensorFlow for which TensorFlow.js has no function, on float32 tensors. `tf.tidy` frees its result;
 * no tape records it, so it belongs into custom gradients.
 *
 * @param attributes Without the element type, which is added.
 */
export function nativeOperation(
  operation: string,
  attributes: Readonly<Record<string, NativeAttribute>>,
  inputs: readonly tf.Tensor[],
): tf.Tensor {
  const backend = tf.backend() as unknown as NativeBackend;
  const { TF_ATTR_FLOAT, TF_ATTR_INT, TF_ATTR_STRING, TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
  const typeOf = (value: NativeAttribute) =>
    typeof value === 'number' ? TF_ATTR_FLOAT : typeof value === 'string' ? TF_ATTR_STRING : TF_ATTR_INT;
  const typed = Object.entries(attributes).map(([name, value]) => ({ name, type: typeOf(value), value }));
  return backend.executeSingleOutput(operation, [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }, ...typed], inputs);
}
