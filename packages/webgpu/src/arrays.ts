import { sizeOf } from '@fast-lncc/core';
import { bufferUsage, mapModeRead } from './buffer-usage.ts';

/** A buffer with the values of an array, for shaders to read. */
export function uploadArray(device: GPUDevice, values: Float32Array): GPUBuffer {
  const { storage, copySource, copyTarget } = bufferUsage;
  const buffer = device.createBuffer({
    label: 'fast-lncc image',
    size: Math.max(16, values.byteLength),
    usage: storage | copySource | copyTarget,
  });
  device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
  return buffer;
}

/** The values of buffers, in one round trip. */
export async function readBuffers(
  device: GPUDevice,
  sources: readonly { readonly buffer: GPUBuffer; readonly shape: readonly number[] }[],
): Promise<Float32Array[]> {
  if (sources.length === 0) return [];
  const { mapRead, copyTarget } = bufferUsage;
  const encoder = device.createCommandEncoder();
  const copies = sources.map(({ buffer, shape }) => {
    const size = 4 * sizeOf(shape);
    const staging = device.createBuffer({ label: 'fast-lncc result to read', size, usage: mapRead | copyTarget });
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
    return staging;
  });
  try {
    device.queue.submit([encoder.finish()]);
    await Promise.all(copies.map((staging) => staging.mapAsync(mapModeRead)));
    return copies.map((staging) => new Float32Array(staging.getMappedRange().slice(0)));
  } finally {
    for (const staging of copies) staging.destroy();
  }
}
