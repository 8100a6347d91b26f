import { MissingRuntimeError, presets } from '@fast-lncc/core';
import type { PreparedLoss, Problem } from '../contenders/contender.ts';
import { importRuntime } from './import-runtime.ts';
import { adapterText, usefulLimits } from './webgpu-adapter.ts';

/** What Dawn frees when it is collected, and then ends the process. */
const held: unknown[] = [];

/** The loss of `@fast-lncc/webgpu` on Dawn for Node. The loss is read back with every evaluation, the gradient is not. */
export async function prepareWebgpuLoss({ shape, window, moving, fixed }: Problem): Promise<PreparedLoss> {
  const { createLncc } = await importRuntime('@fast-lncc/webgpu', () => import('@fast-lncc/webgpu'));
  const device = await openDevice();
  const lncc = await createLncc({ device, shape: [1, 1, ...shape], ...presets.fastlncc, window });
  const create = (size: number, usage: number) => device.createBuffer({ size, usage });
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const upload = (image: Float32Array) => {
    const buffer = create(image.byteLength, STORAGE | COPY_DST);
    device.queue.writeBuffer(buffer, 0, image as Float32Array<ArrayBuffer>);
    return buffer;
  };
  const images = { moving: upload(moving), fixed: upload(fixed) };
  const gradientMoving = create(moving.byteLength, STORAGE | COPY_SRC);
  const loss = create(16, STORAGE | COPY_SRC);
  const staging = create(16, MAP_READ | COPY_DST);
  const evaluate = async (request: { readonly gradientMoving?: GPUBuffer }) => {
    const encoder = device.createCommandEncoder();
    lncc.record(encoder, { ...images, loss, ...request });
    encoder.copyBufferToBuffer(loss, 0, staging, 0, 4);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const [value = Number.NaN] = new Float32Array(staging.getMappedRange(0, 4));
    staging.unmap();
    return value;
  };
  const read = async () => {
    const copy = create(moving.byteLength, MAP_READ | COPY_DST);
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(gradientMoving, 0, copy, 0, moving.byteLength);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(copy.getMappedRange().slice(0));
    copy.destroy();
    return values;
  };
  return {
    algorithm: lncc.algorithm,
    forward: () => evaluate({}),
    gradient: async () => ({ loss: await evaluate({ gradientMoving }), gradient: { read } }),
    dispose: async () => {
      await lncc.dispose();
      device.destroy();
    },
  };
}

/**
 * The name of the GPU that the engine computes on.
 *
 * @throws MissingRuntimeError where there is none.
 */
export async function adapterName(): Promise<string> {
  return adapterText((await openAdapter()).info);
}

/** @throws MissingRuntimeError where Dawn finds no Vulkan, Metal or Direct3D device. */
async function openAdapter(): Promise<GPUAdapter> {
  const { create, globals } = await importRuntime('webgpu', () => import('webgpu'));
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    throw new MissingRuntimeError(
      'Engine webgpu found no GPU: Dawn needs a driver of Vulkan, Metal or Direct3D 12. On Linux, VK_ICD_FILENAMES names one.',
    );
  }
  held.push(gpu, adapter);
  return adapter;
}

async function openDevice(): Promise<GPUDevice> {
  const adapter = await openAdapter();
  const device = await adapter.requestDevice({ requiredLimits: usefulLimits(adapter.limits) });
  process.stderr.write(`GPU: ${adapterText(adapter.info)}\n`);
  held.push(device);
  return device;
}
