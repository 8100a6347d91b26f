import * as tf from '@tensorflow/tfjs-core';

/** The backend of `@tensorflow/tfjs-node`, as far as it runs TensorFlow's own operations by name. */
interface NativeBackend {
  readonly binding: Readonly<Record<'TF_ATTR_FLOAT' | 'TF_ATTR_TYPE' | 'TF_FLOAT', number>>;
  executeSingleOutput(
    operation: string,
    attributes: readonly { readonly name: string; readonly type: number; readonly value: number }[],
    inputs: readonly tf.Tensor[],
  ): tf.Tensor;
}

/** Whether {@link nativeOperation} can be used. */
export const isNative = (): boolean => tf.getBackend() === 'tensorflow' && 'executeSingleOutput' in tf.backend();

/**
 * Runs an operation of TensorFlow for which TensorFlow.js has no function, on float32 tensors. `tf.tidy` frees its result;
 * no tape records it, so it belongs into custom gradients.
 *
 * @param numbers Attributes that are numbers; the element type is added.
 */
export function nativeOperation(
  operation: string,
  numbers: Readonly<Record<string, number>>,
  inputs: readonly tf.Tensor[],
): tf.Tensor {
  const backend = tf.backend() as unknown as NativeBackend;
  const { TF_ATTR_FLOAT, TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
  const attributes = Object.entries(numbers).map(([name, value]) => ({ name, type: TF_ATTR_FLOAT, value }));
  return backend.executeSingleOutput(
    operation,
    [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }, ...attributes],
    inputs,
  );
}
