import { MissingRuntimeError } from '@fast-lncc/core';
import { guarded, watchDevice } from '@fast-lncc/webgpu/device-errors';
import type { Shape } from '../../src/data/volume.ts';
import { usefulLimits } from '../../src/engines/webgpu-adapter.ts';
import { createImages } from '../measuring/images.ts';
import type { OpenProblem } from '../measuring/problem.ts';
import { isSoftware } from './adapter.ts';

/** A problem in the memory of a GPU device of its own: what one size leaves behind, or loses, is not there at the next. */
export interface DeviceProblem extends OpenProblem {
  readonly device: GPUDevice;
  readonly adapterInfo: GPUAdapterInfo;
  readonly software: boolean;
  /** f32 in C order, usage STORAGE. */
  readonly images: Readonly<Record<'moving' | 'fixed', GPUBuffer>>;
}

/** @throws MissingRuntimeError without an adapter; DeviceLostError, DeviceMemoryError, DeviceError for what the device reports. */
export async function openDeviceProblem(size: Shape, window: number): Promise<DeviceProblem> {
  const adapter = await requestAdapter();
  if (adapter === null)
    throw new MissingRuntimeError('The browser gives this page no GPU adapter any more. Reload it.');
  const software = isSoftware(adapter);
  const { info: adapterInfo } = adapter;
  const device = await adapter.requestDevice({ requiredLimits: usefulLimits(adapter.limits) });
  watchDevice(device);
  const { moving, fixed } = createImages(size);
  const upload = (label: string, values: Float32Array<ArrayBuffer>) => {
    const { STORAGE, COPY_DST } = GPUBufferUsage;
    const buffer = device.createBuffer({ label, size: Math.max(16, values.byteLength), usage: STORAGE | COPY_DST });
    device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  };
  const dispose = () => device.destroy();
  try {
    const images = await guarded(device, () => ({
      moving: upload('moving image', moving),
      fixed: upload('fixed image', fixed),
    }));
    return { size, window, moving, fixed, device, adapterInfo, software, images, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** The adapter that everything is measured on; `null` where there is none. */
export const requestAdapter = (): Promise<GPUAdapter | null> =>
  navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
