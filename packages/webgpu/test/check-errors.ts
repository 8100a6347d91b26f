import {
  InvalidDataError,
  LnccError,
  MissingRuntimeError,
  ShapeMismatchError,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { describe, expect, test, vi } from 'vitest';
import { uploadArray } from '../src/arrays.ts';
import { guarded } from '../src/device-errors.ts';
import { createArrayLncc, createLncc, DeviceError, DeviceLostError, DeviceMemoryError } from '../src/index.ts';
import { countPipelines } from '../src/pipelines.ts';
import { imagePair } from './images.ts';

/** How devices fail, and what is left behind. @param open A device of its own for every call. */
export function checkErrors(name: string, open: () => Promise<GPUDevice>): void {
  describe(`failures on ${name}`, () => {
    const shape = [1, 1, 4, 5, 6];
    const definition = { window: 3 };
    const images = imagePair(shape);

    test('every buffer and pipeline is freed', async () => {
      const device = await open();
      const alive = new Set<GPUBuffer>();
      const create = device.createBuffer.bind(device);
      const spy = vi.spyOn(device, 'createBuffer').mockImplementation((descriptor) => {
        const buffer = create(descriptor);
        const destroy = buffer.destroy.bind(buffer);
        alive.add(buffer);
        buffer.destroy = () => {
          alive.delete(buffer);
          return destroy();
        };
        return buffer;
      });
      const lncc = await createArrayLncc({ device, shape, ...definition });
      const other = await createArrayLncc({ device, shape, ...definition });
      const prepared = await lncc.prepareFixed(images.fixed);
      await lncc.evaluate({ ...images, gradients: 'both', map: true });
      await lncc.evaluate({ moving: images.moving, fixed: prepared, gradients: 'moving', mask: images.fixed });
      await other.evaluate({ ...images, gradients: 'moving', upstream: 2 });
      await expect(lncc.evaluate({ ...images, moving: images.moving.subarray(1) })).rejects.toThrow(ShapeMismatchError);
      const held = countPipelines(device);
      await lncc.dispose();
      expect(countPipelines(device)).toBeGreaterThan(0);
      expect(countPipelines(device)).toBeLessThan(held);
      await other.dispose();
      await other.dispose();
      expect(countPipelines(device)).toBe(0);
      expect(spy.mock.calls.length).toBeGreaterThan(20);
      expect([...alive].map(({ label }) => label)).toEqual([]);
      device.destroy();
    });

    test('buffers that cannot be used are refused by name, before anything is recorded', async () => {
      const device = await open();
      const lncc = await createLncc({ device, shape, ...definition });
      const [moving, fixed] = [uploadArray(device, images.moving), uploadArray(device, images.fixed)];
      const loss = uploadArray(device, new Float32Array(1));
      const encoder = device.createCommandEncoder();
      const record = (change: object) => () => lncc.record(encoder, { moving, fixed, loss, ...change });
      expect(record({ moving: loss })).toThrow('moving is a buffer of 16 bytes; 120 elements of f32 take 480');
      expect(record({ mask: device.createBuffer({ size: 480, usage: 8 }) })).toThrow('GPUBufferUsage.STORAGE');
      expect(record({ gradientMoving: moving })).toThrow('gradientMoving is the same buffer as moving');
      expect(record({ fixed: images.fixed })).toThrow(InvalidDataError);
      expect(record({ upstream: {} })).toThrow(InvalidDataError);
      const prepared = await lncc.prepareFixed(fixed);
      expect(record({ fixed: prepared, gradientFixed: uploadArray(device, images.fixed) })).toThrow(
        UnsupportedOptionError,
      );
      await lncc.dispose();
      expect(record({})).toThrow(LnccError);
      await expect(createLncc({ device: {} as GPUDevice, shape })).rejects.toThrow(MissingRuntimeError);
      device.destroy();
    });

    test('a lost device', async () => {
      const device = await open();
      const lncc = await createArrayLncc({ device, shape, ...definition });
      await lncc.evaluate(images);
      device.destroy();
      await device.lost;
      await expect(lncc.evaluate(images)).rejects.toThrow(DeviceLostError);
      await expect(lncc.prepareFixed(images.fixed)).rejects.toThrow(DeviceLostError);
      await expect(createLncc({ device, shape })).rejects.toThrow(DeviceLostError);
      await lncc.dispose();
    });

    test('a device lost while it computes', async () => {
      const device = await open();
      const lncc = await createArrayLncc({ device, shape, ...definition });
      const evaluation = lncc.evaluate(images);
      device.destroy();
      await expect(evaluation).rejects.toThrow(DeviceLostError);
    });

    test('what a device refuses, and what it has no memory for', async () => {
      const [device, other] = [await open(), await open()];
      const lncc = await createLncc({ device, shape, ...definition });
      const foreign = uploadArray(other, images.moving);
      const fixed = uploadArray(device, images.fixed);
      await expect(lncc.evaluate({ moving: foreign, fixed })).rejects.toThrow(DeviceError);
      const refused = { message: 'out of it' } as GPUError;
      const scopes: string[] = [];
      const starved = {
        ...{ lost: new Promise(() => {}) },
        pushErrorScope: (filter: string) => scopes.push(filter),
        popErrorScope: async () => (scopes.pop() === 'out-of-memory' ? refused : null),
      } as unknown as GPUDevice;
      await expect(guarded(starved, () => 1)).rejects.toThrow(DeviceMemoryError);
      expect(scopes).toEqual([]);
      for (const each of [device, other]) each.destroy();
    });
  });
}
