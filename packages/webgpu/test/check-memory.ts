import { describe, expect, test, vi } from 'vitest';
import { createArrayLncc, DeviceMemoryError } from '../src/index.ts';
import { imagePair } from './images.ts';

/** Whether a device has no memory for its own largest buffer, as the software adapter. */
async function refusesLargestBuffer(device: GPUDevice): Promise<boolean> {
  device.pushErrorScope('out-of-memory');
  device.createBuffer({ size: device.limits.maxBufferSize, usage: GPUBufferUsage.STORAGE }).destroy();
  return (await device.popErrorScope()) !== null;
}

const shape = [1, 1, 4, 5, 6];
const images = imagePair(shape);
const request = { ...images, gradients: 'moving' } as const;

/** What a device says that has no memory left. @param device One with its adapter's largest buffers. */
export function checkMemory(name: string, device: GPUDevice): void {
  describe(`memory of ${name}`, () => {
    test('images it has no memory for are a typed error, and the device works on', async ({ skip }) => {
      if (!(await refusesLargestBuffer(device))) skip('this device has memory for its largest buffer.');
      const small = await createArrayLncc({ device, shape, window: 3 });
      const before = await small.evaluate(request);
      const depth = Math.floor(device.limits.maxBufferSize / 2 ** 20);
      const lncc = await createArrayLncc({ device, shape: [1, 1, depth, 512, 512], window: 3 });
      // Never written or read: no page of it is ever taken.
      const image = new Float32Array(depth * 512 * 512);
      const evaluation = lncc.evaluate({ moving: image, fixed: image, gradients: 'moving' });
      await expect(evaluation).rejects.toThrow(DeviceMemoryError);
      await expect(evaluation).rejects.toThrow('The GPU device has no memory left');
      await lncc.dispose();
      expect(await small.evaluate(request)).toEqual(before);
      await small.dispose();
    });

    test('scratch it has no memory for is made again by the next evaluation', async ({ skip }) => {
      if (!(await refusesLargestBuffer(device))) skip('this device has memory for its largest buffer.');
      const lncc = await createArrayLncc({ device, shape, window: 3 });
      const other = await createArrayLncc({ device, shape, window: 3 });
      const expected = await other.evaluate(request);
      const create = device.createBuffer.bind(device);
      const spy = vi.spyOn(device, 'createBuffer').mockImplementation((descriptor) => {
        const size = descriptor.label === 'fast-lncc kept maps' ? device.limits.maxBufferSize : descriptor.size;
        return create({ ...descriptor, size });
      });
      await expect(lncc.evaluate(request)).rejects.toThrow(DeviceMemoryError);
      spy.mockRestore();
      expect(await lncc.evaluate(request)).toEqual(expected);
      await lncc.dispose();
      await other.dispose();
    });
  });
}
