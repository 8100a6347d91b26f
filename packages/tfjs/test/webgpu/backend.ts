import * as tf from '@tensorflow/tfjs-core';
import { create, globals } from 'webgpu';

/** What Dawn frees when it is collected, and then ends the process: held for as long as the tests run. */
const held: unknown[] = [];

/**
 * Makes the WebGPU backend the active one, on Dawn for Node. The backend looks for `navigator.gpu` while it is loaded and
 * started, and never again; a navigator left behind would keep the process from ending.
 */
export async function useWebgpu(): Promise<void> {
  const gpu: GPU = create([]);
  held.push(gpu);
  Object.assign(globalThis, globals);
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: holding(gpu) }, configurable: true });
  try {
    await import('@tensorflow/tfjs-backend-webgpu');
    if (!(await tf.setBackend('webgpu'))) throw new Error("The TensorFlow.js backend 'webgpu' did not start.");
  } finally {
    if (navigator === undefined) Reflect.deleteProperty(globalThis, 'navigator');
    else Object.defineProperty(globalThis, 'navigator', navigator);
  }
}

/** A `GPU` that keeps its adapters; devices are kept by the backend. */
function holding(gpu: GPU): Pick<GPU, 'requestAdapter'> {
  return {
    async requestAdapter(options) {
      const adapter = await gpu.requestAdapter(options);
      held.push(adapter);
      return adapter;
    },
  };
}
