import type { CreateLnccOptions } from '@fast-lncc/webgpu';
import * as tf from '@tensorflow/tfjs-core';

type Device = CreateLnccOptions['device'];
type Buffer = Parameters<Device['queue']['writeBuffer']>[0];

/** What of the WebGPU backend of TensorFlow.js is used: public members, without depending on its package. */
interface WebgpuBackend {
  readonly device: Device;
  readonly tensorMap: { get(dataId: object): { readonly resource?: unknown } };
  uploadToGPU(dataId: object): void;
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

const active = (): WebgpuBackend => tf.backend() as unknown as WebgpuBackend;

/** The device of the active backend. */
export const activeDevice = (): Device => active().device;

/** The buffer that a tensor lies in, on the device from then on. */
export function bufferOf(tensor: tf.TensorInfo): Buffer {
  const backend = active();
  backend.uploadToGPU(tensor.dataId);
  return backend.tensorMap.get(tensor.dataId).resource as Buffer;
}

/** A float32 tensor for a kernel to write. */
export const emptyTensor = (shape: readonly number[]): tf.Tensor =>
  tf.engine().makeTensorFromTensorInfo(active().makeTensorInfo([...shape], 'float32'));

/**
 * Hands commands to the queue behind those that the backend has gathered so far. Its pass is ended first: submitted in the
 * middle of one, everything after would be lost without an error.
 */
export function submitBehind(record: (encoder: ReturnType<Device['createCommandEncoder']>) => void): void {
  const backend = active();
  const encoder = backend.device.createCommandEncoder();
  record(encoder);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  backend.device.queue.submit([encoder.finish()]);
}
