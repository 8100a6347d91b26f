import { lncc } from '@fast-lncc/tfjs';
import { releaseFusedWebgpu } from '@fast-lncc/tfjs/fused-webgpu';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { DeviceProblem } from '../device/problem.ts';

const backend = 'webgpu';

let current: GPUDevice | undefined;

/** TensorFlow.js on the device of a problem, in place of the device before. */
export async function openTensorflow({ device, adapterInfo }: Pick<DeviceProblem, 'device' | 'adapterInfo'>) {
  if (current !== device) {
    releaseFusedWebgpu();
    tf.removeBackend(backend);
    tf.registerBackend(backend, () => new WebGPUBackend(device, adapterInfo));
    // Otherwise small tensors would be computed on the processor.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    await tf.setBackend(backend);
    current = device;
  }
  return { lncc, tf };
}
